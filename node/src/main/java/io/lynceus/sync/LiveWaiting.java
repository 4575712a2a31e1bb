package io.lynceus.sync;

import io.lynceus.wire.Stamp;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** Waits by the clock, and not at all for a sensor that has sent nothing for 2.5 periods; see {@link WaitingRule#live}. */
final class LiveWaiting extends WaitingRule {
    private final long backwardJump;
    private final long futureLimit;
    /** Of each lane, when its sensor last sent. */
    private long[] arrivals = new long[0];

    private long now = Lane.NEVER;

    LiveWaiting(SyncConfig.Bounds bounds, Duration futureLimit) {
        this.backwardJump = bounds.backwardJump().toNanos();
        this.futureLimit = futureLimit.toNanos();
    }

    /** The clock already tells what is too far ahead. */
    @Override
    long forwardJump() {
        return NO_LIMIT;
    }

    /** Half of the jump is enough: the clock was set back and has gone on since the last look. */
    @Override
    boolean tick(Stamp clock, Lane[] lanes) {
        long time = clock.nanos();
        boolean first = now == Lane.NEVER;
        boolean back = !first && time < now - backwardJump / 2;
        if (first || back) {
            arrivals = new long[lanes.length];
            Arrays.fill(arrivals, time); // no sensor is silent before it could send
        }
        now = back ? time : Math.max(now, time);
        return back;
    }

    @Override
    void arrived(Lane lane) {
        arrivals[lane.index] = now;
    }

    @Override
    void progressed(long foremost) {
        // only the clock counts
    }

    @Override
    Optional<String> refusal(long nanos, Stamp clock) {
        return nanos - clock.nanos() <= futureLimit
                ? Optional.empty()
                : Optional.of("stamp is " + (nanos - clock.nanos()) / 1_000_000 + " ms ahead of the clock, allowed are "
                        + futureLimit / 1_000_000 + " ms; synchronize the clocks");
    }

    @Override
    boolean mayBeginEpoch(Lane[] lanes) {
        for (Lane lane : lanes) {
            if (lane.guard().isAhead()) {
                return true;
            }
        }
        return false;
    }

    @Override
    long tooLateToOpen(Lane[] lanes) {
        long longest = 0;
        for (Lane lane : lanes) {
            longest = Math.max(longest, lane.deadline);
        }
        return now - longest;
    }

    @Override
    public boolean isLive(Lane lane, long time) {
        return !isSilent(lane);
    }

    @Override
    public boolean hasGivenUp(Lane lane, long stamp, long until) {
        return isSilent(lane) || now >= stamp + lane.deadline;
    }

    /** A nearer frame could come only if the sensor's next frame came early; that is not worth waiting a period for. */
    @Override
    public boolean isNearEnough(Lane lane, long distance) {
        return distance <= lane.period / 2;
    }

    private boolean isSilent(Lane lane) {
        return now - arrivals[lane.index] > lane.silentAfter;
    }
}
