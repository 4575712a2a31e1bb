package io.lynceus.street;

import io.lynceus.dice.Dice;

/**
 * The capture times of a sensor: at its own rate and phase, each time a little early or late, as free-running sensors do.
 *
 * <p>Phases differ by up to a tenth of a period and jitter stays within 3 % of it, so frames keep their order and frames of the
 * same number belong together.
 */
final class CaptureSchedule {
    private static final double PHASE = 0.1;
    private static final double JITTER = 0.03;

    private final long salt;
    private final double period;
    private final double first;

    CaptureSchedule(long seed, int sensor, double rateHz) {
        salt = Dice.hash(seed, 200 + sensor);
        period = 1e9 / rateHz;
        first = period * (JITTER + PHASE * unit(-1));
    }

    /** Returns the nanoseconds from the start of the drive to frame number {@code k}. */
    long at(long k) {
        return Math.round(first + period * (k + JITTER * (2 * unit(k) - 1)));
    }

    /** Returns the number of the first frame that is not before a time. */
    long firstFrom(long nanos) {
        long k = Math.max(0, (long) Math.floor((nanos - first) / period) - 1);
        while (at(k) < nanos) {
            k++;
        }
        return k;
    }

    private double unit(long k) {
        return (Dice.hash(salt, k) >>> 11) * 0x1p-53;
    }
}
