package io.lynceus.stream;

import io.lynceus.sync.FrameRef;
import io.lynceus.sync.FrameSet;
import java.util.SortedMap;

/**
 * A set that has left the matcher.
 *
 * @param frames all of the set's frames by sensor; they may still be decoding
 */
record MatchedSet(FrameSet set, SortedMap<String, WaitingFrame> frames) {
    boolean isDecoded() {
        return frames.values().stream().allMatch(frame -> frame.decoding().isDone());
    }

    boolean holds(FrameRef frame) {
        WaitingFrame held = frames.get(frame.sensor());
        return held != null && held.ref().equals(frame);
    }
}
