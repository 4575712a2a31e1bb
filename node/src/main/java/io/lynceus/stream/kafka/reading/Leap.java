package io.lynceus.stream.kafka.reading;

import java.time.Duration;
import java.util.Optional;

/**
 * Decides when a consumer that lies too far behind goes ahead in its topics, and to which time. It goes to the oldest that may
 * still be used. Where that was not enough, because the node reads more slowly than the sensors send, it goes to the newest.
 *
 * <p>Pure: time is given. Thread safety: one thread. Units: milliseconds.
 */
final class Leap {
    /** Between two leaps what was asked for must have had time to come. */
    private static final long APART_MILLIS = 250;

    private final long mostBehind;
    private final long newest;
    private boolean strained;
    private long last = Long.MIN_VALUE / 2;

    /**
     * @param mostBehind age from which records are of no use
     * @param newest age of the records that are taken after a leap that was not enough
     */
    Leap(Duration mostBehind, Duration newest) {
        this.mostBehind = mostBehind.toMillis();
        this.newest = newest.toMillis();
    }

    /**
     * Takes the age of the newest record of a topic that was just read.
     *
     * @param more whether the log holds more
     * @return the age of the records to go on with, if the consumer should leap
     */
    Optional<Long> read(long age, boolean more, long now) {
        if (age <= mostBehind / 2) {
            strained = false;
        }
        if (age <= mostBehind || !more || now < last + APART_MILLIS) {
            return Optional.empty();
        }
        long target = strained ? newest : mostBehind;
        strained = true;
        last = now;
        return Optional.of(target);
    }
}
