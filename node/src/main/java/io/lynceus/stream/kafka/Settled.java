package io.lynceus.stream.kafka;

import io.lynceus.stream.RigSnapshot;
import io.lynceus.sync.FrameRef;
import io.lynceus.sync.FrameSet;
import io.lynceus.sync.Outcome.Fate;
import io.lynceus.wire.Stamp;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What has settled of a rig, and what the store may forget of it once the results are safe.
 *
 * <p>Thread safety: one thread.
 */
final class Settled {
    /** Frames of a sensor whose stamps are kept: more than it sends in the time in which the matcher looks for repetitions. */
    private static final int SEEN = 8;

    private final String rig;
    private final List<FrameRef> frames = new ArrayList<>();
    private final Map<String, Stamp> lastFrames = new HashMap<>();
    private final Map<String, Deque<Stamp>> seen = new HashMap<>();
    private Optional<Stamp> lastSet = Optional.empty();
    private Optional<RigSnapshot> snapshot = Optional.empty();

    Settled(String rig) {
        this.rig = rig;
    }

    /** Goes on from what the store has. */
    void resume(LastSet last) {
        lastSet = Optional.of(last.stamp());
        lastFrames.putAll(last.lastFrames());
        last.seen().forEach((sensor, stamps) -> seen.put(sensor, new ArrayDeque<>(stamps)));
    }

    /** @param decided by the matcher */
    void add(FrameRef frame, Fate decided) {
        frames.add(frame);
        if (decided == Fate.SURPLUS) { // a duplicate may settle before the frame that it repeats, which must not be its
            // duplicate then
            see(frame);
        }
    }

    private void see(FrameRef frame) {
        Deque<Stamp> stamps = seen.computeIfAbsent(frame.sensor(), sensor -> new ArrayDeque<>());
        if (!stamps.contains(frame.stamp())) {
            stamps.addLast(frame.stamp());
        }
        if (stamps.size() > SEEN) {
            stamps.removeFirst();
        }
    }

    void add(FrameSet set) {
        lastSet = Optional.of(set.stamp());
        set.frames().forEach((sensor, frame) -> {
            lastFrames.put(sensor, frame.stamp());
            frames.add(frame);
            see(frame);
        });
    }

    /** Takes the state after all that was added. */
    void remember(RigSnapshot after) {
        snapshot = Optional.of(after);
    }

    /** Returns true if the store has forgotten all of it. */
    boolean isForgotten() {
        return frames.isEmpty();
    }

    /** Lets the store forget the frames, now that their results are safe. */
    void forgetIn(WaitingFrameStore store) {
        if (snapshot.isPresent() && lastSet.isPresent()) {
            Map<String, List<Stamp>> stamps = new HashMap<>();
            seen.forEach((sensor, all) -> stamps.put(sensor, List.copyOf(all)));
            store.settle(rig, new LastSet(lastSet.get(), lastFrames, stamps, snapshot.get(), store.stamps(frames)));
        }
        frames.forEach(store::remove);
        frames.clear();
        snapshot = Optional.empty();
    }
}
