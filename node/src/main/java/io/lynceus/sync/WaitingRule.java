package io.lynceus.sync;

import io.lynceus.wire.Stamp;
import java.time.Duration;
import java.util.Optional;

/**
 * Decides how long sets wait for sensors and which stamps are believed. A rule keeps state and belongs to one {@link
 * Synchronizer}.
 */
public abstract sealed class WaitingRule implements Patience permits LiveWaiting, CompleteWaiting {
    /** No jump of a stamp is longer. */
    static final long NO_LIMIT = 5_000_000_000_000_000_000L;

    /**
     * Waits by the clock: until a set's deadline, and not at all for a silent sensor.
     *
     * @param futureLimit a stamp further than this ahead of the clock is refused
     */
    public static WaitingRule live(SyncConfig.Bounds bounds, Duration futureLimit) {
        return new LiveWaiting(bounds, futureLimit);
    }

    /** Waits by the progress of the streams: until the foremost one is ahead by the bounds' patience. */
    public static WaitingRule complete(SyncConfig.Bounds bounds) {
        return new CompleteWaiting(bounds);
    }

    /** Returns the distance, in nanoseconds, beyond which a rising stamp needs a second one to confirm it. */
    abstract long forwardJump();

    /** Takes the clock. Returns true if it was set back by so much that a new epoch begins. */
    abstract boolean tick(Stamp now, Lane[] lanes);

    /** Takes note that a sensor sends. */
    abstract void arrived(Lane lane);

    /** Takes the latest capture time of any sensor. */
    abstract void progressed(long foremost);

    /** Returns why a stamp is refused; empty if it is not. */
    abstract Optional<String> refusal(long nanos, Stamp now);

    /** Returns true if no sensor that is still in this epoch is waited for. */
    abstract boolean mayBeginEpoch(Lane[] lanes);

    /** Returns the capture time before which a waiting frame can no longer open a set. */
    abstract long tooLateToOpen(Lane[] lanes);
}
