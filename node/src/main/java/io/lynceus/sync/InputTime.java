package io.lynceus.sync;

import io.lynceus.wire.Stamp;
import java.time.Duration;

/**
 * The time by which a live node waits for sensors and calls them silent. It is the wall clock while frames come in as they are
 * captured, and it stays behind the wall clock while the node is behind its input: a sensor is not at fault for frames that lie
 * unread.
 *
 * <p>This time is never ahead of the newest capture time by more than the allowance plus the time for which the node has been
 * looking since that frame came. A look after a pause (a call of the network, a garbage collection, a busy machine) counts for
 * little, because the node was not looking during the pause. So a backlog is matched as if it had been read in time. Sensors
 * whose clocks, or whose network, are behind by more than a deadline still meet.
 *
 * <p>Pure: time is given. Thread safety: one thread.
 */
public final class InputTime implements RigClock {
    /** A look after a pause counts for no more than this. */
    static final long LOOK_NANOS = 20_000_000L;
    /** No frame counts as older than this: an older stamp was never set, or is wrong. */
    static final long FURTHEST_NANOS = 3_600_000_000_000L;

    private final long allowance;

    private boolean any;
    private long newest;
    private long lastLook;
    private long looked;
    private Stamp present = Stamp.EPOCH;
    private Stamp input = Stamp.EPOCH;

    /**
     * @param allowance how late the first frame of a set may come before the set's other frames are given more time; less
     *     than the deadline
     */
    public InputTime(Duration allowance) {
        this.allowance = allowance.toNanos();
    }

    /** Takes note of a frame. A stamp from the future counts as the present, one of more than an hour ago as an hour ago. */
    @Override
    public void arrived(Stamp captureTime, Stamp wall) {
        long time = Math.max(wall.nanos() - FURTHEST_NANOS, Math.min(captureTime.nanos(), wall.nanos()));
        if (!any || time > newest) {
            any = true;
            newest = time;
            looked = 0;
            lastLook = wall.nanos();
        }
    }

    @Override
    public void look(Stamp wall) {
        present = wall;
        input = at(wall);
    }

    @Override
    public Stamp present() {
        return present;
    }

    @Override
    public Stamp input() {
        return input;
    }

    /**
     * Takes a look at the wall clock.
     *
     * @return the time of the input; it may fall when a frame came late, and when the clock is set back
     */
    Stamp at(Stamp wall) {
        long now = wall.nanos();
        looked += Math.max(0, Math.min(LOOK_NANOS, now - lastLook));
        lastLook = now;
        // Before anything has come, nothing can be behind.
        return any ? new Stamp(Math.min(now, newest + allowance + looked)) : wall;
    }
}
