package io.lynceus.foxglove.bridge;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: each time twice as long, up to a limit, less a random part, so that many bridges do not
 * come back at the same moment.
 *
 * <p>Thread safety: one thread.
 */
final class BackOff {
    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final RandomGenerator random;
    private Duration next = FIRST;

    BackOff(RandomGenerator random) {
        this.random = random;
    }

    /** Returns the next time: from half of the step to the whole of it. */
    Duration next() {
        Duration step = next;
        Duration twice = step.multipliedBy(2);
        next = twice.compareTo(LONGEST) > 0 ? LONGEST : twice;
        return Duration.ofNanos((long) (step.toNanos() * (0.5 + 0.5 * random.nextDouble())));
    }

    /** Begins anew after a success. */
    void reset() {
        next = FIRST;
    }
}
