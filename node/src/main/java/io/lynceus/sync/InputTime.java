package io.lynceus.sync;

import io.lynceus.wire.Stamp;
import java.time.Duration;

/**
 * The time by which a live node waits for sensors and calls them silent. It is the wall clock while frames come in as they are
 * captured, and stays behind it where the node is behind its input: what lies unread is no sensor's fault.
 *
 * <p>It is never further ahead of the newest capture time than the allowance, and the time for which the node has been looking
 * since that frame came. A look counts for little after a pause (a call of the network, a garbage collection, a busy machine): while
 * the node stood still, it was not looking. So a backlog is matched as if it were read in time, and only its age tells that it was
 * not; and sensors whose clocks, or whose network, are behind by more than a deadline still meet.
 *
 * <p>Pure: time is given. Thread safety: one thread.
 */
public final class InputTime {
    /** What a look after a pause counts for, at most. */
    static final long LOOK_NANOS = 20_000_000L;
    /** Nobody is further behind: a stamp that is was never set, or is nonsense. */
    static final long FURTHEST_NANOS = 3_600_000_000_000L;

    private final long allowance;

    private boolean any;
    private long newest;
    private long lastLook;
    private long looked;

    /**
     * @param allowance how late the frame of a set that comes first may be before the others are given more time; less than
     *     the deadline
     */
    public InputTime(Duration allowance) {
        this.allowance = allowance.toNanos();
    }

    /**
     * Takes note of a frame; one from the future counts as one of now, one from before the last hour as an hour old.
     *
     * @param captureTime on the time base that all sensors share
     * @param wall when it came
     */
    public void arrived(Stamp captureTime, Stamp wall) {
        long time = Math.max(wall.nanos() - FURTHEST_NANOS, Math.min(captureTime.nanos(), wall.nanos()));
        if (!any || time > newest) {
            any = true;
            newest = time;
            looked = 0;
            lastLook = wall.nanos();
        }
    }

    /**
     * Takes a look at the wall clock.
     *
     * @return what time it is for the input; may fall where a frame came late, and with a clock that is set back
     */
    public Stamp at(Stamp wall) {
        long now = wall.nanos();
        looked += Math.max(0, Math.min(LOOK_NANOS, now - lastLook));
        lastLook = now;
        // Before anything has come, nothing can be behind.
        return any ? new Stamp(Math.min(now, newest + allowance + looked)) : wall;
    }
}
