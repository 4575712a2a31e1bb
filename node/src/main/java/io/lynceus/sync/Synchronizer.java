package io.lynceus.sync;

import io.lynceus.sync.Outcome.Fate;
import io.lynceus.sync.Outcome.FrameEnded;
import io.lynceus.sync.Outcome.SetEnded;
import io.lynceus.sync.Outcome.SetKind;
import io.lynceus.wire.Stamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Matches the frames of one rig into sets, by capture time.
 *
 * <h2>Terms</h2>
 *
 * <ul>
 *   <li>The <i>capture time</i> of a frame is its stamp less its sensor's offset. All that follows goes by it; when a frame
 *       arrives matters only for waiting.
 *   <li>The <i>progress</i> of a sensor is its latest capture time. Its frames are expected to arrive in order; one that
 *       comes after a later one is still matched if its set has not left.
 *   <li>A sensor is <i>live</i> if something came from it in the last 2.5 of its periods: by the clock in live mode, by
 *       capture time in complete mode.
 *   <li>A frame <i>opens</i> a set if no sensor with a lower rate has one within half of that sensor's period, and the set
 *       keeps the pace. So of sensors with different rates, the slowest opens; where it lost a frame, a faster one does; and
 *       among sensors of the same rate (periods within 5 %) whichever frame is the earliest. No sensor is privileged.
 *   <li>The <i>pace</i>: after a set at S, a frame opens the next no earlier than S + max(p, q) − p/2, where p is its
 *       sensor's period and q the configured set period; and while a slower sensor of period P is live, a faster one's frame
 *       no earlier than S + max(P, q).
 *   <li>The <i>set</i> of an opening frame at T holds, of each sensor, the pending frame nearest to T within that sensor's
 *       tolerance. Its stamp is T.
 *   <li>It <i>leaves</i> as soon as no better frame is waited for, and sets leave in the order of their stamps. A sensor is
 *       waited for until its progress shows that nothing nearer can come. In live mode, not beyond T + its deadline, nor
 *       while it is silent. In complete mode, until the foremost sensor is ahead by the configured patience.
 *   <li>An <i>epoch</i> ends when a sensor's stamps are set back by the configured jump or more (twice in a row, so that one
 *       wrong stamp does not do it) or, in live mode, the clock is. What is pending is then matched as it is. In complete mode,
 *       the sensors that are not there yet are waited for as in matching.
 *   <li>In live mode, a frame that opens no set when it arrives or before the longest deadline never will: sets do not come
 *       from further in the past than their frames do.
 * </ul>
 *
 * <h2>Invariants</h2>
 *
 * Every frame offered ends once, and until then is pending: {@link #books()} balance after each call. No frame is in two
 * sets. Within an epoch, set stamps rise strictly. In complete mode, the sets depend on the frames alone, not on how the
 * sensors' streams were interleaved, as long as these arrive no further apart than the patience.
 *
 * <p>Threads: none; belongs to one thread. Cost: O(sensors²) for each frame.
 */
public final class Synchronizer {
    /** Stamps beyond 1938 to 2128 are refused, so that differences cannot overflow. */
    private static final long EARLIEST = -1_000_000_000_000_000_000L;

    private static final long LATEST = 5_000_000_000_000_000_000L;

    private final SyncConfig config;
    private final Map<String, Lane> lanes = new LinkedHashMap<>();
    private final Ledger ledger;
    private final History history = new History();
    private final Matcher matcher;
    private final LiveWaiting live = new LiveWaiting();
    private final CompleteWaiting complete;
    private final long longestDeadline;

    /** A bound that a restored synchronizer starts from. */
    private OptionalLong restoredLast = OptionalLong.empty();

    private List<Outcome> outcomes = new ArrayList<>();

    public Synchronizer(SyncConfig config) {
        this.config = config;
        SyncConfig.Bounds bounds = config.bounds();
        // In live mode the clock tells what is too far ahead.
        long forwardJump =
                config.mode() == SyncMode.LIVE ? LATEST : bounds.forwardJump().toNanos();
        for (SensorTiming sensor : config.sensors()) {
            JumpGuard guard = new JumpGuard(
                    sensor.period().toNanos(), bounds.backwardJump().toNanos(), forwardJump);
            lanes.put(sensor.name(), new Lane(sensor, guard));
        }
        this.ledger = new Ledger(config.sensors());
        this.complete = new CompleteWaiting(bounds.patience().toNanos());
        this.longestDeadline =
                lanes.values().stream().mapToLong(lane -> lane.deadline).max().orElse(0);
        this.matcher = new Matcher(
                List.copyOf(lanes.values()),
                config.setPeriod().map(Duration::toNanos).orElse(0L));
    }

    /**
     * Takes a frame.
     *
     * @param now the clock, in the stamps' time base; complete mode ignores it
     * @throws IllegalArgumentException for a sensor that is not configured
     */
    public List<Outcome> offer(FrameRef frame, Stamp now) {
        Lane lane = lane(frame);
        ledger.arrived(frame);
        tick(now);
        Optional<String> wrong = wrongStamp(frame, now);
        if (wrong.isPresent()) {
            end(frame, Fate.MALFORMED, wrong.get());
        } else if (lane.guard().isRedelivered(frame, lane.captureTime(frame))) {
            end(frame, Fate.DUPLICATE, "record was delivered before");
        } else {
            live.arrived(lane);
            receive(frame, lane);
            while (mayBeginEpoch()) {
                beginEpoch();
            }
        }
        match(waiting());
        return taken();
    }

    /**
     * Takes note that a sensor sends, though its frame is not offered: in live mode it is not silent.
     *
     * @param now the clock, in the stamps' time base
     */
    public List<Outcome> alive(String sensor, Stamp now) {
        tick(now);
        live.arrived(lane(sensor));
        return taken();
    }

    /** Lets time pass: sets leave whose deadline has come. Has no effect in complete mode. */
    public List<Outcome> advance(Stamp now) {
        tick(now);
        match(waiting());
        return taken();
    }

    /** Ends everything that is pending, matched as it is: the end of a stream. */
    public List<Outcome> flush() {
        drain();
        while (lanes.values().stream().anyMatch(lane -> lane.guard().isAhead())) {
            beginEpoch();
            drain();
        }
        lanes.values().forEach(lane -> lane.guard().takeSuspect().ifPresent(this::endUnconfirmed));
        return taken();
    }

    /**
     * Takes back a frame that could not be decoded. A pending one is removed; one whose set has left is booked as malformed
     * instead of matched; one that ended otherwise stays so.
     */
    public List<Outcome> reject(FrameRef frame, String reason) {
        if (lane(frame).remove(frame) || lane(frame).guard().remove(frame)) {
            end(frame, Fate.MALFORMED, reason);
        } else if (history.withdraw(frame)) {
            ledger.corrected(frame, Fate.MATCHED, Fate.MALFORMED);
            outcomes.add(new FrameEnded(frame, Fate.MALFORMED, reason));
        }
        match(waiting());
        return taken();
    }

    /** Books a set's frames as shed instead of matched. Call it once, for a set that left and was not expired. */
    public List<Outcome> shed(FrameSet set) {
        ledger.shed();
        for (FrameRef frame : set.frames().values()) {
            if (!history.isWithdrawn(frame)) {
                ledger.corrected(frame, Fate.MATCHED, Fate.SHED);
                outcomes.add(new FrameEnded(frame, Fate.SHED, "set " + set.stamp() + " was dropped: overload"));
            }
        }
        return taken();
    }

    public Books books() {
        Map<String, Long> pending = new LinkedHashMap<>();
        lanes.forEach((name, lane) ->
                pending.put(name, (long) lane.size() + lane.guard().kept().size()));
        return ledger.books(pending);
    }

    /**
     * What must outlive the process: give it to {@link #restore} of a new synchronizer.
     *
     * @param lastSet stamp of the last set of the epoch
     * @param pending frames not ended, of each sensor in the order of offering as far as it matters
     */
    public record Snapshot(Optional<Stamp> lastSet, List<FrameRef> pending) {}

    public Snapshot snapshot() {
        Stream<FrameRef> pending = lanes.values().stream()
                .flatMap(lane -> Stream.concat(lane.frames().stream(), lane.guard().kept().stream()));
        OptionalLong last = lastSet();
        return new Snapshot(
                last.isPresent() ? Optional.of(new Stamp(last.getAsLong())) : Optional.empty(), pending.toList());
    }

    /** Takes up where a snapshot ended; only for a synchronizer that has seen nothing. Books begin with what is pending. */
    public List<Outcome> restore(Snapshot snapshot, Stamp now) {
        restoredLast =
                snapshot.lastSet().map(stamp -> OptionalLong.of(stamp.nanos())).orElse(OptionalLong.empty());
        List<Outcome> all = new ArrayList<>();
        snapshot.pending().forEach(frame -> all.addAll(offer(frame, now)));
        return all;
    }

    /** Sensors from which nothing came in 2.5 of their periods, by the clock of the last call; live mode only. */
    public Set<String> silent() {
        return lanes.values().stream().filter(live::isSilent).map(Lane::name).collect(Collectors.toUnmodifiableSet());
    }

    private Waiting waiting() {
        return switch (config.mode()) {
            case LIVE -> live;
            case COMPLETE -> complete;
        };
    }

    private void tick(Stamp now) {
        if (config.mode() == SyncMode.LIVE) {
            long jump = config.bounds().backwardJump().toNanos();
            if (live.advance(now.nanos(), jump, List.copyOf(lanes.values()))) {
                beginEpoch();
            }
        }
    }

    private Optional<String> wrongStamp(FrameRef frame, Stamp now) {
        long nanos = frame.stamp().nanos();
        if (nanos < EARLIEST || nanos > LATEST) {
            return Optional.of("stamp is " + frame.stamp() + ", allowed are the years 1938 to 2128");
        }
        long limit = config.bounds().future().toNanos();
        if (config.mode() == SyncMode.LIVE && nanos - now.nanos() > limit) {
            return Optional.of("stamp is " + (nanos - now.nanos()) / 1_000_000 + " ms ahead of the clock, allowed are "
                    + limit / 1_000_000 + " ms; synchronize the clocks");
        }
        return Optional.empty();
    }

    private void receive(FrameRef frame, Lane lane) {
        long time = lane.captureTime(frame);
        JumpGuard.Verdict verdict = lane.guard()
                .judge(
                        frame,
                        time,
                        lane.progress(),
                        (first, firstTime) -> admit(first, firstTime, lane),
                        (first, firstTime) -> endUnconfirmed(first));
        switch (verdict) {
            case CURRENT -> admit(frame, time, lane);
            case SUSPECT, NEXT_EPOCH -> {
                // the guard keeps it: the sensor's next frame tells, or the next epoch takes it
            }
        }
    }

    private void admit(FrameRef frame, long time, Lane lane) {
        OptionalLong last = lastSet();
        if (lane.hasSeen(time)) {
            end(frame, Fate.DUPLICATE, "a frame of this stamp was here before");
        } else if (last.isPresent() && time < last.getAsLong() - lane.tolerance) {
            end(List.of(frame), lane);
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

    private OptionalLong lastSet() {
        OptionalLong last = history.last();
        return last.isPresent() ? last : restoredLast;
    }

    private void match(Waiting waiting) {
        complete.advance(foremost());
        Optional<Matcher.Match> match = matcher.next(lastSet(), waiting);
        while (match.isPresent()) {
            form(match.get());
            match = matcher.next(lastSet(), waiting);
        }
        if (config.mode() == SyncMode.LIVE) {
            long overdue = live.now() - longestDeadline;
            lanes.values().forEach(lane -> end(lane.takeBefore(overdue), lane));
        }
    }

    /** Latest capture time of any sensor; one that is in the next epoch has come on by what it did there. */
    private long foremost() {
        return lanes.values().stream()
                .mapToLong(lane -> lane.progress() + lane.guard().aheadSpan())
                .max()
                .orElse(Lane.NEVER);
    }

    private void form(Matcher.Match match) {
        SortedMap<String, FrameSet.Member> members = new TreeMap<>();
        matcher.take(match).forEach((name, frame) -> {
            long skew = match.times().getOrDefault(name, match.stamp()) - match.stamp();
            members.put(name, new FrameSet.Member(frame, skew));
        });
        Set<String> missing = new TreeSet<>(lanes.keySet());
        missing.removeAll(members.keySet());
        FrameSet set = new FrameSet(new Stamp(match.stamp()), members, missing);
        boolean expired = missing.stream().anyMatch(name -> config.sensors().stream()
                .anyMatch(sensor -> sensor.required() && sensor.name().equals(name)));
        SetKind kind = expired ? SetKind.EXPIRED : set.isComplete() ? SetKind.COMPLETE : SetKind.PARTIAL;
        ledger.formed(kind);
        members.values().forEach(member -> ledger.ended(member.frame(), expired ? Fate.EXPIRED : Fate.MATCHED));
        outcomes.add(new SetEnded(set, kind));
        history.add(set, kind);
        for (Lane lane : lanes.values()) {
            lane.forgetBefore(match.stamp());
            end(lane.takeBefore(match.stamp() - lane.tolerance), lane);
        }
    }

    /** True if no sensor that is still in this epoch is waited for. */
    private boolean mayBeginEpoch() {
        List<JumpGuard> ahead = lanes.values().stream()
                .map(Lane::guard)
                .filter(JumpGuard::isAhead)
                .toList();
        long patience = config.bounds().patience().toNanos();
        return switch (config.mode()) {
            case LIVE -> !ahead.isEmpty();
            case COMPLETE ->
                ahead.size() == lanes.size() || ahead.stream().anyMatch(guard -> guard.aheadSpan() >= patience);
        };
    }

    /** Ends the epoch and begins the next with the frames that are there already. */
    private void beginEpoch() {
        drain();
        history.clear();
        restoredLast = OptionalLong.empty();
        List<FrameRef> next = new ArrayList<>();
        lanes.values().forEach(Lane::reset);
        lanes.values().forEach(lane -> next.addAll(lane.guard().takeAhead()));
        next.forEach(frame -> receive(frame, lane(frame)));
    }

    /** Matches what is pending as it is. */
    private void drain() {
        match(waiting().over());
        for (Lane lane : lanes.values()) {
            end(lane.takeBefore(Long.MAX_VALUE), lane);
        }
    }

    /** Ends frames that no set can hold any more. */
    private void end(List<FrameRef> passed, Lane lane) {
        for (FrameRef frame : passed) {
            if (history.hasMissed(lane, lane.captureTime(frame))) {
                end(frame, Fate.LATE, "its set had left");
            } else {
                end(frame, Fate.SURPLUS, "no set needed it");
            }
        }
    }

    private void endUnconfirmed(FrameRef frame) {
        end(frame, Fate.MALFORMED, "stamp " + frame.stamp() + " is a jump that the next frame did not follow");
    }

    private void end(FrameRef frame, Fate fate, String reason) {
        ledger.ended(frame, fate);
        outcomes.add(new FrameEnded(frame, fate, reason));
    }

    private List<Outcome> taken() {
        List<Outcome> taken = outcomes;
        outcomes = new ArrayList<>();
        return taken;
    }

    private Lane lane(FrameRef frame) {
        return lane(frame.sensor());
    }

    private Lane lane(String sensor) {
        Lane lane = lanes.get(sensor);
        if (lane == null) {
            throw new IllegalArgumentException(
                    "frame of sensor " + sensor + ", configured are " + lanes.keySet() + "; see the rig file");
        }
        return lane;
    }
}
