package io.lynceus.sync;

import java.time.Duration;

/**
 * Says when a sensor's frames are due.
 *
 * @param period nominal time between frames
 * @param offset how far this sensor's stamps run ahead of the others' for the same moment; negative if behind
 * @param tolerance a frame may be in a set if their stamps differ by no more than this; at least twice the jitter, and less
 *     than the period of the slowest sensor
 * @param deadline in the live regime, how long after its stamp a set waits for this sensor
 * @param required without it a set is expired
 */
public record SensorTiming(
        String name, Duration period, Duration offset, Duration tolerance, Duration deadline, boolean required) {
    private static final Duration LONGEST = Duration.ofHours(1);

    public SensorTiming {
        check(name, "period", period, Duration.ofNanos(1));
        check(name, "offset", offset.abs(), Duration.ZERO);
        check(name, "tolerance", tolerance, Duration.ZERO);
        check(name, "deadline", deadline, Duration.ZERO);
    }

    private static void check(String name, String what, Duration seen, Duration least) {
        if (seen.compareTo(least) < 0 || seen.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("sensor " + name + ": " + what + " is " + seen + ", allowed are " + least
                    + " to " + LONGEST + "; change the rig file");
        }
    }
}
