package io.lynceus.stream.kafka;

import io.lynceus.wire.Stamp;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Bounds the dead letters of each topic: a sensor that sends nothing but garbage must not fill a disk, nor take the stream thread
 * from the other sensors. Frames beyond the bound are counted as malformed like the others, and the next letter says how many had
 * none.
 *
 * <p>Pure: time is given. Thread safety: one thread.
 */
final class LetterLimit {
    /** Letters of a topic that may be written at once. */
    static final int BURST = 100;
    /** Letters of a topic in a second, in the long run. */
    static final int PER_SECOND = 10;

    private static final double NANOS = 1e9;

    private static final class Topic {
        private double allowed = BURST;
        private Stamp since;
        private long leftOut;

        Topic(Stamp since) {
            this.since = since;
        }
    }

    private final Map<String, Topic> topics = new HashMap<>();

    /** Returns how many letters were left out before this one; empty if this one is left out, too. */
    OptionalLong admit(String name, Stamp now) {
        Topic topic = topics.computeIfAbsent(name, key -> new Topic(now));
        double seconds = Math.max(0, now.nanosSince(topic.since)) / NANOS;
        topic.allowed = Math.min(BURST, topic.allowed + seconds * PER_SECOND);
        topic.since = now;
        if (topic.allowed < 1) {
            topic.leftOut++;
            return OptionalLong.empty();
        }
        topic.allowed--;
        long before = topic.leftOut;
        topic.leftOut = 0;
        return OptionalLong.of(before);
    }
}
