package io.lynceus.stream.kafka.reading;

import java.time.Duration;

/**
 * Decides when Kafka Streams has stood still for so long that new clients should take over: after half a minute, and then after
 * twice as long each time, since a busy machine may only be slow.
 *
 * <p>Pure: time is given. Thread safety: one thread.
 */
final class Standstill {
    private static final long FIRST_NANOS = Duration.ofSeconds(30).toNanos();
    /** Most time that counts between two looks. While the broker is away there are none. */
    private static final long LONGEST_APART_NANOS = Duration.ofMillis(1500).toNanos();

    private long allowed = FIRST_NANOS;
    private long still;
    private long lastLook;

    /** Takes a look, about once a second while the broker answers. */
    boolean isTooLong(boolean running, long nanos) {
        long passed = Math.min(nanos - lastLook, LONGEST_APART_NANOS);
        lastLook = nanos;
        if (running) {
            still = 0;
            allowed = FIRST_NANOS;
            return false;
        }
        still += passed;
        if (still <= allowed) {
            return false;
        }
        still = 0;
        allowed *= 2;
        return true;
    }
}
