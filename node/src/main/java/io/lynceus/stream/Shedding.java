package io.lynceus.stream;

import io.lynceus.wire.Stamp;
import java.time.Duration;

/**
 * Which frames are too old to be worth the network's time. With a frame go those that would be in a set with it, though they are
 * a little younger: a part of a set costs as much, and shows less, than the whole set that comes next.
 *
 * <p>Pure: time is given. Thread safety: one thread.
 */
final class Shedding {
    private final Duration maxAge;
    private final Duration tolerance;
    private Stamp shedBefore = Stamp.EPOCH;

    /**
     * @param maxAge from which a frame is dropped
     * @param tolerance within which frames share a set
     */
    Shedding(Duration maxAge, Duration tolerance) {
        this.maxAge = maxAge;
        this.tolerance = tolerance;
    }

    boolean isTooOld(Stamp captured, Stamp now) {
        return captured.isBefore(now.plusNanos(-maxAge.toNanos()));
    }

    /** Whether a frame that comes now is dropped. */
    boolean sheds(Stamp captured, Stamp now) {
        if (isTooOld(captured, now)) {
            Stamp end = captured.plus(tolerance);
            shedBefore = end.isAfter(shedBefore) ? end : shedBefore;
            return true;
        }
        // What was shed lies in the past; if it does not, the clock was set back, and its promise is void.
        return captured.isBefore(shedBefore) && shedBefore.isBefore(now);
    }
}
