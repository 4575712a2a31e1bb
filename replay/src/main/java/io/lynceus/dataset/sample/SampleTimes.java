package io.lynceus.dataset.sample;

import io.lynceus.dataset.Recording;
import io.lynceus.wire.Stamp;
import java.time.Duration;

/**
 * The capture times that the samples of a dataset get.
 *
 * @param period nanoseconds from one sample to the next; 0 if they keep their recorded capture times
 * @param slack nanoseconds by which a sensor may be earlier or later than its sample; larger offsets are clipped
 */
public record SampleTimes(long period, long slack) {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double FASTEST_HZ = 1000;

    /** Returns times at a steady rate, equal for all sensors of a sample. */
    public static SampleTimes steady(double rateHz) {
        if (!(rateHz > 0 && rateHz <= FASTEST_HZ)) {
            throw new IllegalArgumentException(
                    "the rate is " + rateHz + " Hz; allowed is more than 0 up to " + FASTEST_HZ);
        }
        return new SampleTimes(Math.round(NANOS_PER_SECOND / rateHz), 0);
    }

    /** Returns times at a steady rate; sensors keep their skew, up to a quarter of a period. */
    public static SampleTimes steadyWithSkew(double rateHz) {
        long period = steady(rateHz).period;
        return new SampleTimes(period, period / 4);
    }

    /** Returns the recorded times. */
    public static SampleTimes recorded(Duration slack) {
        return new SampleTimes(0, slack.toNanos());
    }

    public boolean isSteady() {
        return period > 0;
    }

    /** Returns the stamp of a sample at a steady rate. */
    public Stamp of(int index) {
        return Recording.UNDATED.plusNanos(index * period);
    }

    /** Clips an offset to the slack. */
    long kept(long offset) {
        return Math.max(-slack, Math.min(slack, offset));
    }

    /** Returns the rate; 0 if unknown. */
    public double rateHz() {
        return isSteady() ? NANOS_PER_SECOND / period : 0;
    }
}
