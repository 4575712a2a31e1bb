package io.lynceus.sync;

import io.lynceus.sync.Outcome.Fate;
import io.lynceus.sync.Outcome.FrameEnded;
import io.lynceus.sync.Outcome.SetEnded;
import io.lynceus.sync.Outcome.SetKind;
import io.lynceus.wire.Stamp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Matches the frames of one rig into sets, by capture time.
 *
 * <h2>Terms</h2>
 *
 * <ul>
 *   <li>The <i>capture time</i> of a frame is its stamp less its sensor's offset. All rules below use it; the time at which a
 *       frame arrives matters only for waiting.
 *   <li>The <i>progress</i> of a sensor is its latest capture time. Its frames are expected to arrive in order; one that
 *       comes after a later one is still matched if its set has not left.
 *   <li>A sensor is <i>live</i> if it sent something in the last 2.5 of its periods: by the clock in the live regime, by
 *       capture time in the complete regime.
 *   <li>A frame <i>opens</i> a set if no sensor with a lower rate has a frame within half of that sensor's period, and if the
 *       frame keeps the pace. So of sensors with different rates, the slowest opens; where it lost a frame, a faster one does;
 *       and among sensors of the same rate (periods within 5 %) the earliest frame does. No sensor is privileged.
 *   <li>The <i>pace</i>: after a set at S, a frame opens the next set no earlier than S + p/2, where p is its sensor's period;
 *       and while a slower sensor of period P is live, a faster sensor's frame opens no earlier than S + P.
 *   <li>The <i>set</i> of an opening frame at T holds, for each sensor, the waiting frame nearest to T within that sensor's
 *       tolerance. Its stamp is T.
 *   <li>A set <i>leaves</i> as soon as no better frame is waited for, and sets leave in the order of their stamps. A sensor is
 *       waited for until its progress shows that nothing nearer can come. The {@link WaitingRule} of the live regime does not
 *       wait beyond T + the sensor's deadline, nor while the sensor is silent. The rule of the complete regime waits until the
 *       foremost sensor is ahead by the configured patience.
 *   <li>An <i>epoch</i> ends when a sensor's stamps are set back by the configured jump or more (twice in a row, so that one
 *       wrong stamp does not end it) or, in the live regime, when the clock is set back. What waits is then matched as it is.
 *       In the complete regime, the sensors that are not there yet are waited for as in matching.
 *   <li>In the live regime, a frame that opens no set when it arrives or before the longest deadline never will: sets do not
 *       come from further in the past than their frames do.
 * </ul>
 *
 * <h2>Invariants</h2>
 *
 * Every frame offered ends once, and until then {@link #pending} counts it. No frame is in two sets. Within an epoch, set
 * stamps rise strictly, also over a {@link #resume}. In the complete regime, the sets depend on the frames alone, not on how the
 * sensors' streams were interleaved, as long as these arrive no further apart than the patience.
 *
 * <p>Threads: none; belongs to one thread. Cost: O(sensors²) for each frame.
 */
public final class Synchronizer {
    /** Stamps beyond 1938 to 2128 are refused, so that differences cannot overflow. */
    private static final long EARLIEST = -1_000_000_000_000_000_000L;

    private static final long LATEST = WaitingRule.NO_LIMIT;
    /** A call mostly ends a set, or a frame or two. */
    private static final int FEW_OUTCOMES = 2;

    private final SyncConfig config;
    private final WaitingRule waiting;
    private final Map<String, Lane> byName = new HashMap<>();
    private final Lane[] lanes;
    private final History history = new History();
    private final Matcher matcher;

    /** Stamp of the last set that left before a restart, until a new epoch begins; else {@link Lane#NEVER}. */
    private long resumedLast = Lane.NEVER;

    private List<Outcome> outcomes = new ArrayList<>(FEW_OUTCOMES);

    /** @param waiting a rule that no other synchronizer has */
    public Synchronizer(SyncConfig config, WaitingRule waiting) {
        this.config = config;
        this.waiting = waiting;
        long backwardJump = config.bounds().backwardJump().toNanos();
        this.lanes = new Lane[config.sensors().size()];
        for (int i = 0; i < lanes.length; i++) {
            SensorTiming sensor = config.sensors().get(i);
            JumpGuard guard = new JumpGuard(sensor.period().toNanos(), backwardJump, waiting.forwardJump());
            lanes[i] = new Lane(i, sensor, guard);
            byName.put(sensor.name(), lanes[i]);
        }
        this.matcher = new Matcher(lanes);
    }

    /**
     * Continues where another synchronizer stopped: no set is made again of a moment that already has one. Call it before the
     * first frame, then offer the frames that waited.
     *
     * @param lastSet stamp of the last set that left
     * @param lastFrames stamp of each sensor's last frame that was in a set, so that a frame that comes late is not taken for a
     *     jump of the sensor's stamps
     * @param seen stamps of each sensor's last frames that ended, in a set or not, so that one that comes again is a duplicate
     */
    public void resume(Stamp lastSet, Map<String, Stamp> lastFrames, Map<String, List<Stamp>> seen) {
        resumedLast = lastSet.nanos();
        lastFrames.forEach((sensor, stamp) -> lane(sensor).resumeAt(stamp));
        seen.forEach((sensor, stamps) -> stamps.forEach(lane(sensor)::resumeSeen));
    }

    /**
     * Takes a frame.
     *
     * @param now the clock, in the stamps' time base; the complete regime ignores it
     * @throws IllegalArgumentException for a sensor that is not configured
     */
    public List<Outcome> offer(FrameRef frame, Stamp now) {
        Lane lane = lane(frame.sensor());
        tick(now);
        Optional<String> wrong = wrongStamp(frame, now);
        if (wrong.isPresent()) {
            end(frame, Fate.MALFORMED, wrong.get());
        } else if (lane.guard().isRedelivered(frame, lane.captureTime(frame))) {
            end(frame, Fate.DUPLICATE, "record was delivered before");
        } else {
            waiting.arrived(lane);
            receive(frame, lane);
            while (waiting.mayBeginEpoch(lanes)) {
                beginEpoch();
            }
        }
        match(waiting);
        return taken();
    }

    /**
     * Takes note that a sensor sends although its frame is not offered: in the live regime the sensor is then not silent.
     *
     * @param now the clock, in the stamps' time base
     */
    public List<Outcome> alive(String sensor, Stamp now) {
        tick(now);
        waiting.arrived(lane(sensor));
        return taken();
    }

    /** Lets time pass: sets whose deadline has come leave. The complete regime ignores it. */
    public List<Outcome> advance(Stamp now) {
        tick(now);
        match(waiting);
        return taken();
    }

    /** Returns how many frames of a configured sensor wait here. */
    public int pending(String sensor) {
        Lane lane = lane(sensor);
        return lane.size() + lane.guard().size();
    }

    private void tick(Stamp now) {
        if (waiting.tick(now, lanes)) {
            beginEpoch();
        }
    }

    private Optional<String> wrongStamp(FrameRef frame, Stamp now) {
        long nanos = frame.stamp().nanos();
        if (nanos < EARLIEST || nanos > LATEST) {
            return Optional.of("stamp is " + frame.stamp() + ", allowed are the years 1938 to 2128");
        }
        return waiting.refusal(nanos, now);
    }

    private void receive(FrameRef frame, Lane lane) {
        long time = lane.captureTime(frame);
        JumpGuard.Verdict verdict = lane.guard().judge(frame, time, lane.progress());
        Optional<JumpGuard.Released> before = lane.guard().takeReleased();
        if (before.isPresent()) {
            release(before.get(), lane);
        }
        switch (verdict) {
            case CURRENT -> admit(frame, time, lane);
            case SUSPECT, NEXT_EPOCH -> {
                // the guard keeps the frame until the sensor's next frame, or the next epoch, decides
            }
        }
    }

    private void release(JumpGuard.Released suspect, Lane lane) {
        if (suspect.current()) {
            admit(suspect.frame(), suspect.time(), lane);
        } else {
            endUnconfirmed(suspect.frame());
        }
    }

    private void admit(FrameRef frame, long time, Lane lane) {
        if (lane.hasSeen(time)) {
            end(frame, Fate.DUPLICATE, "a frame of this stamp was here before");
        } else if (time < lastSet() - lane.tolerance) {
            endUnmatched(frame, lane);
        } else {
            lane.add(time, frame);
            if (lane.size() > config.bounds().maxPending()) {
                end(
                        lane.takeOldest(),
                        Fate.EXPIRED,
                        "more than " + config.bounds().maxPending() + " frames wait");
            }
        }
    }

    private long lastSet() {
        long last = history.last();
        return last == Lane.NEVER ? resumedLast : last;
    }

    private void match(Patience patience) {
        waiting.progressed(foremost());
        while (matcher.decides(lastSet(), patience)) {
            form();
        }
        long tooLate = waiting.tooLateToOpen(lanes);
        for (Lane lane : lanes) {
            endBefore(tooLate, lane);
        }
    }

    /** Returns the latest capture time of any sensor; one that is in the next epoch has advanced by its progress there. */
    private long foremost() {
        long foremost = Lane.NEVER;
        for (Lane lane : lanes) {
            foremost = Math.max(foremost, lane.progress() + lane.guard().aheadSpan());
        }
        return foremost;
    }

    /** Forms the set that the matcher has decided on. */
    private void form() {
        long stamp = matcher.stamp();
        SortedMap<String, FrameSet.Member> members = new TreeMap<>();
        Set<String> missing = Set.of();
        boolean expired = false;
        for (Lane lane : lanes) {
            if (matcher.has(lane)) {
                long skew = matcher.skew(lane);
                members.put(lane.name(), new FrameSet.Member(matcher.take(lane), skew));
            } else {
                missing = missing.isEmpty() ? new TreeSet<>() : missing;
                missing.add(lane.name());
                expired |= lane.required();
            }
        }
        FrameSet set = new FrameSet(new Stamp(stamp), members, missing);
        SetKind kind = expired ? SetKind.EXPIRED : set.isComplete() ? SetKind.COMPLETE : SetKind.PARTIAL;
        outcomes.add(new SetEnded(set, kind));
        history.add(set);
        for (Lane lane : lanes) {
            lane.forgetBefore(stamp);
            endBefore(stamp - lane.tolerance, lane);
        }
    }

    /** Ends the epoch and begins the next with the frames that are there already. */
    private void beginEpoch() {
        drain();
        history.clear();
        resumedLast = Lane.NEVER;
        List<FrameRef> next = new ArrayList<>();
        for (Lane lane : lanes) {
            lane.reset();
            next.addAll(lane.guard().takeAhead());
        }
        next.forEach(frame -> receive(frame, lane(frame.sensor())));
    }

    /** Matches the waiting frames without waiting any longer. */
    private void drain() {
        match(waiting.exhausted());
        for (Lane lane : lanes) {
            endBefore(Long.MAX_VALUE, lane);
        }
    }

    /** Ends the frames from before that time, which no set can take any more. */
    private void endBefore(long time, Lane lane) {
        while (lane.hasBefore(time)) {
            endUnmatched(lane.takeOldest(), lane);
        }
    }

    private void endUnmatched(FrameRef frame, Lane lane) {
        long time = lane.captureTime(frame);
        if (history.hasMissed(lane, time) || leftBeforeRestart(lane, time)) {
            end(frame, Fate.LATE, "its set had left");
        } else {
            end(frame, Fate.SURPLUS, "no set needed it");
        }
    }

    /** Of the sets before the restart, only the last one's sensors are known; a frame that was needed by an older one is late anyway. */
    private boolean leftBeforeRestart(Lane lane, long time) {
        return time <= resumedLast + lane.tolerance && !lane.wasInLastSet(resumedLast);
    }

    private void endUnconfirmed(FrameRef frame) {
        end(frame, Fate.MALFORMED, "stamp " + frame.stamp() + " is a jump that the next frame did not follow");
    }

    private void end(FrameRef frame, Fate fate, String reason) {
        outcomes.add(new FrameEnded(frame, fate, reason));
    }

    private List<Outcome> taken() {
        if (outcomes.isEmpty()) {
            return List.of();
        }
        List<Outcome> taken = outcomes;
        outcomes = new ArrayList<>(FEW_OUTCOMES);
        return taken;
    }

    private Lane lane(String sensor) {
        Lane lane = byName.get(sensor);
        if (lane == null) {
            throw new IllegalArgumentException(
                    "frame of sensor " + sensor + ", configured are " + byName.keySet() + "; see the rig file");
        }
        return lane;
    }
}
