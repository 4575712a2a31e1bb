package io.lynceus.stream.kafka.reading;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * Finds partitions that grow although nothing of them is read.
 *
 * <p>Pure: time is given. Thread safety: one thread.
 */
final class StuckPartitions {
    /**
     * A partition at a moment.
     *
     * @param received how many records of it the node has received
     * @param end of its log
     * @param asks whether the node asks for more; it does not while it is busy with what it has
     * @param polls how often it has asked
     */
    record Look(long received, long end, boolean asks, long polls) {}

    /**
     * Most time that counts between two looks. While the broker is away there are none, and nothing can be received either.
     */
    private static final Duration LONGEST_APART = Duration.ofMillis(1500);

    /**
     * A node that asks less often between two looks is short of processors, and what it asked for is still under way. An idle one
     * asks ten times a second.
     */
    private static final int FEWEST_POLLS = 5;

    /**
     * @param endThen of the log at the last sign of life
     * @param nanos since then, but for times in which the node hardly asked
     * @param polls at the last look
     */
    private record Quiet(long received, long endThen, long nanos, long polls) {}

    private final Map<TopicPartition, Quiet> quiet = new HashMap<>();
    private long lastLook;

    /**
     * Takes a look at all partitions that the node has now.
     *
     * @return those that have grown since the last record was received, and for how long that has been so
     */
    Map<TopicPartition, Duration> look(Map<TopicPartition, Look> looks, long nanos) {
        long passed = Math.min(nanos - lastLook, LONGEST_APART.toNanos());
        lastLook = nanos;
        quiet.keySet().retainAll(looks.keySet());
        Map<TopicPartition, Duration> stuck = new HashMap<>();
        looks.forEach((partition, look) -> {
            Quiet before = quiet.get(partition);
            if (before != null && isStuck(look, before)) {
                long counted = look.polls - before.polls >= FEWEST_POLLS ? passed : 0;
                Quiet now = new Quiet(before.received, before.endThen, before.nanos + counted, look.polls);
                quiet.put(partition, now);
                stuck.put(partition, Duration.ofNanos(now.nanos));
            } else {
                quiet.put(partition, new Quiet(look.received, look.end, 0, look.polls));
            }
        });
        return stuck;
    }

    private static boolean isStuck(Look look, Quiet before) {
        return look.asks && look.received == before.received && look.end > before.endThen;
    }
}
