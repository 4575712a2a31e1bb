package io.lynceus.play;

import java.time.Duration;
import java.util.Optional;

/**
 * How to play.
 *
 * @param rate recorded seconds for each second of the wall: 1 is real time, {@link #AS_FAST_AS_POSSIBLE} does not wait
 * @param from where to begin, from the recording's start
 * @param duration how much to play, loops included; empty for all
 * @param loop true to begin again at {@code from} when the recording ends
 * @param restamp true to give frames the capture time at which they are played, as if they were live; else they keep theirs
 */
public record PlayOptions(double rate, Duration from, Optional<Duration> duration, boolean loop, boolean restamp) {
    public static final double AS_FAST_AS_POSSIBLE = Double.POSITIVE_INFINITY;

    public PlayOptions {
        if (!(rate > 0)) {
            throw new IllegalArgumentException("rate is " + rate + "; it must be above 0, and 1 is real time");
        }
        if (restamp && rate == AS_FAST_AS_POSSIBLE) {
            throw new IllegalArgumentException(
                    "frames played as fast as possible have no live capture time; give a rate, or keep their stamps");
        }
        if (from.isNegative()) {
            throw new IllegalArgumentException(
                    "cannot begin " + from + " before the recording's start; give 0 or more");
        }
    }

    /** Returns options to play the whole recording once, with its own stamps. */
    public static PlayOptions atRate(double rate) {
        return new PlayOptions(rate, Duration.ZERO, Optional.empty(), false, false);
    }

    /** Returns options to play in real time and as if the recording were live. */
    public static PlayOptions live() {
        return new PlayOptions(1, Duration.ZERO, Optional.empty(), false, true);
    }

    public PlayOptions withFrom(Duration newFrom) {
        return new PlayOptions(rate, newFrom, duration, loop, restamp);
    }

    public PlayOptions withDuration(Duration newDuration) {
        return new PlayOptions(rate, from, Optional.of(newDuration), loop, restamp);
    }
}
