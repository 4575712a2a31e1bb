package io.lynceus.health;

import io.lynceus.wire.Stamp;

/**
 * Times at which silence must not be judged, because the judge himself stood still (class loading, garbage collection): frames may
 * lie unread, and his pause is not the sensors' silence.
 *
 * <p>A pause excuses the time after it, as long again as it was and 5 s at most, so that what lies unread can be read. For 5 s
 * after an excuse no pause counts, or a judge who always stumbles would never see a dead sensor. The first look excuses 5 s:
 * sensors may start after the judge does.
 *
 * <p>Pure: time is given. Not thread-safe.
 */
public final class Pauses {
    /** Longest time between two looks that is no pause. */
    static final long PAUSE_NANOS = 100_000_000L;

    static final long LONGEST_NANOS = 5_000_000_000L;

    private boolean any;
    private Stamp lastLook = Stamp.EPOCH;
    private Stamp excusedUntil = Stamp.EPOCH;

    /** Takes the time of a look. True if silence must not be judged now. */
    public boolean excuse(Stamp now) {
        long pause = any ? Nanos.between(lastLook, now) : LONGEST_NANOS;
        if (pause < 0) {
            excusedUntil = now; // a clock that was set back: what it promised before means nothing now
        }
        boolean mayExcuse = !any || Nanos.between(excusedUntil, now) > LONGEST_NANOS;
        if (pause > PAUSE_NANOS && mayExcuse) {
            excusedUntil = now.plusNanos(Math.min(pause, LONGEST_NANOS));
        }
        any = true;
        lastLook = now;
        return now.isBefore(excusedUntil);
    }
}
