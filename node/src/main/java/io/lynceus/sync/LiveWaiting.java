package io.lynceus.sync;

import io.lynceus.wire.Stamp;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Waits by the clock, and not at all for a sensor that has sent nothing for 2.5 periods; see {@link WaitingRule#live}. */
final class LiveWaiting extends WaitingRule {
    private final long backwardJump;
    private final long futureLimit;
    private final Map<String, Long> arrivals = new HashMap<>();
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
    boolean tick(Stamp clock, Collection<Lane> lanes) {
        long time = clock.nanos();
        boolean first = now == Lane.NEVER;
        boolean back = !first && time < now - backwardJump / 2;
        if (first || back) {
            lanes.forEach(lane -> arrivals.put(lane.name(), time)); // no sensor is silent before it could send
        }
        now = back ? time : Math.max(now, time);
        return back;
    }

    @Override
    void arrived(Lane lane) {
        arrivals.put(lane.name(), now);
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
    boolean mayBeginEpoch(Collection<Lane> lanes) {
        return lanes.stream().anyMatch(lane -> lane.guard().isAhead());
    }

    @Override
    long tooLateToOpen(Collection<Lane> lanes) {
        return now - lanes.stream().mapToLong(lane -> lane.deadline).max().orElse(0);
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
        return now - arrivals.getOrDefault(lane.name(), now) > lane.silentAfter;
    }
}
