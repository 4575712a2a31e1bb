package io.lynceus.stream;

import io.lynceus.wire.Stamp;
import java.time.Duration;
import java.util.Optional;

/**
 * Decides which frames are too old to be worth the network's time. With a frame go those that would be in a set with it, although
 * they are a little younger: a part of a set costs as much as the whole set that comes next, and shows less.
 *
 * <p>Pure: time is given. Thread safety: one thread.
 */
final class Shedding {
    private final Optional<Duration> maxAge;
    private final Duration tolerance;
    private Stamp shedBefore = Stamp.EPOCH;

    private Shedding(Optional<Duration> maxAge, Duration tolerance) {
        this.maxAge = maxAge;
        this.tolerance = tolerance;
    }

    /**
     * @param maxAge age from which a frame is dropped
     * @param tolerance within which frames share a set
     */
    static Shedding olderThan(Duration maxAge, Duration tolerance) {
        return new Shedding(Optional.of(maxAge), tolerance);
    }

    /** Drops nothing. */
    static Shedding nothing() {
        return new Shedding(Optional.empty(), Duration.ZERO);
    }

    boolean isTooOld(Stamp captured, Stamp now) {
        return maxAge.isPresent()
                && captured.isBefore(now.plusNanos(-maxAge.orElseThrow().toNanos()));
    }

    /** Returns whether a frame that comes now is dropped. */
    boolean sheds(Stamp captured, Stamp now) {
        if (isTooOld(captured, now)) {
            Stamp end = captured.plus(tolerance);
            shedBefore = end.isAfter(shedBefore) ? end : shedBefore;
            return true;
        }
        // What was shed lies in the past; if it does not, the clock was set back, and the old limit no longer holds.
        return maxAge.isPresent() && captured.isBefore(shedBefore) && shedBefore.isBefore(now);
    }
}
