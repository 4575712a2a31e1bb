package io.lynceus.sync;

import io.lynceus.wire.Stamp;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** One sensor's frames within an epoch, by capture time. */
final class Lane {
    /** Periods without a frame after which a sensor is silent. */
    private static final double SILENT_PERIODS = 2.5;
    /** Periods that differ by less are the same rate. */
    private static final double SAME_RATE = 1.05;

    static final long NEVER = Long.MIN_VALUE / 2;

    private final SensorTiming timing;
    final long period;
    final long tolerance;
    final long deadline;
    final long silentAfter;

    private final NavigableMap<Long, FrameRef> pending = new TreeMap<>();
    /** Capture times of all recent frames, pending or gone. */
    private final NavigableSet<Long> seen = new TreeSet<>();

    private final JumpGuard guard;
    private long progress = NEVER;

    Lane(SensorTiming timing, JumpGuard guard) {
        this.guard = guard;
        this.timing = timing;
        this.period = timing.period().toNanos();
        this.tolerance = timing.tolerance().toNanos();
        this.deadline = timing.deadline().toNanos();
        this.silentAfter = (long) (SILENT_PERIODS * period);
    }

    String name() {
        return timing.name();
    }

    boolean required() {
        return timing.required();
    }

    /** Returns the capture time of a frame on the time base that all sensors share. */
    long captureTime(FrameRef frame) {
        return frame.stamp().nanos() - timing.offset().toNanos();
    }

    boolean isSlowerThan(Lane other) {
        return period > SAME_RATE * other.period;
    }

    /** Returns the guard that frames pass before they come into this lane. */
    JumpGuard guard() {
        return guard;
    }

    /** Returns the latest capture time so far, {@link #NEVER} before the first frame. */
    long progress() {
        return progress;
    }

    void add(long time, FrameRef frame) {
        pending.put(time, frame);
        seen.add(time);
        progress = Math.max(progress, time);
    }

    /** Takes the progress that the sensor had before a restart. */
    void resumeAt(Stamp stamp) {
        progress = stamp.nanos() - timing.offset().toNanos();
    }

    boolean hasSeen(long time) {
        return seen.contains(time);
    }

    boolean hasSeenBetween(long from, long to) {
        Long first = seen.ceiling(from);
        return first != null && first <= to;
    }

    /** Returns true if there is a frame within the 2.5 periods up to that time. */
    boolean isLiveAt(long time) {
        return hasSeenBetween(time - silentAfter, time);
    }

    /** Returns the capture times of waiting frames, earliest first. */
    Collection<Long> times() {
        return pending.keySet();
    }

    int size() {
        return pending.size();
    }

    /** Returns the waiting frame nearest to a set's stamp, if one lies within tolerance; of two equally near ones, the earlier. */
    Optional<Long> nearest(long stamp) {
        Long before = pending.floorKey(stamp);
        Long after = pending.ceilingKey(stamp);
        Long nearest = before == null || (after != null && after - stamp < stamp - before) ? after : before;
        return nearest == null || Math.abs(nearest - stamp) > tolerance ? Optional.empty() : Optional.of(nearest);
    }

    FrameRef take(long time) {
        FrameRef frame = pending.remove(time);
        if (frame == null) {
            throw new IllegalStateException("no frame of " + name() + " is pending at " + time);
        }
        return frame;
    }

    /** Takes out the frames before that time. */
    List<FrameRef> takeBefore(long time) {
        return takeAll(pending.headMap(time, false));
    }

    /** Forgets capture times on which no set after this one depends. */
    void forgetBefore(long setStamp) {
        seen.headSet(setStamp - Math.max(silentAfter, tolerance), false).clear();
    }

    FrameRef takeOldest() {
        return take(pending.firstKey());
    }

    /** Takes out everything and forgets the past: a new epoch. */
    List<FrameRef> reset() {
        seen.clear();
        progress = NEVER;
        return takeAll(pending);
    }

    private static List<FrameRef> takeAll(NavigableMap<Long, FrameRef> frames) {
        List<FrameRef> taken = new ArrayList<>(frames.values());
        frames.clear();
        return taken;
    }
}
