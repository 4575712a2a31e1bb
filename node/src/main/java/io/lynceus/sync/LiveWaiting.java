package io.lynceus.sync;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Waiting by the clock: until the deadline, and not at all for a sensor from which nothing has come for 2.5 periods. */
final class LiveWaiting implements Waiting {
    private final Map<String, Long> arrivals = new HashMap<>();
    private long now = Lane.NEVER;

    /**
     * Takes the time. Returns true if the clock fell by half of that jump: it was set back then, and has gone on since the last
     * look.
     */
    boolean advance(long time, long backwardJump, List<Lane> lanes) {
        boolean first = now == Lane.NEVER;
        boolean back = !first && time < now - backwardJump / 2;
        if (first || back) {
            lanes.forEach(lane -> arrivals.put(lane.name(), time)); // the benefit of the doubt
        }
        now = back ? time : Math.max(now, time);
        return back;
    }

    long now() {
        return now;
    }

    void arrived(Lane lane) {
        arrivals.put(lane.name(), now);
    }

    boolean isSilent(Lane lane) {
        return now - arrivals.getOrDefault(lane.name(), now) > lane.silentAfter;
    }

    @Override
    public boolean isLive(Lane lane, long time) {
        return !isSilent(lane);
    }

    @Override
    public boolean hasGivenUp(Lane lane, long stamp, long until) {
        return isSilent(lane) || now >= stamp + lane.deadline;
    }

    /** A nearer frame could come only if the sensor's next one came early: not worth its period. */
    @Override
    public boolean isNearEnough(Lane lane, long distance) {
        return distance <= lane.period / 2;
    }
}
