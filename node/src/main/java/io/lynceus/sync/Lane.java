package io.lynceus.sync;

import io.lynceus.wire.Stamp;

/** One sensor's frames within an epoch, by capture time. */
final class Lane {
    /** Periods without a frame after which a sensor is silent. */
    private static final double SILENT_PERIODS = 2.5;
    /** Periods that differ by less are the same rate. */
    private static final double SAME_RATE = 1.05;

    static final long NEVER = Long.MIN_VALUE / 2;
    /** The position of no frame. */
    static final int NONE = -1;

    /** Position among the rig's lanes. */
    final int index;

    private final SensorTiming timing;
    private final long offset;
    final long period;
    final long tolerance;
    final long deadline;
    final long silentAfter;

    private final Timeline pending = new Timeline();
    /** All recent frames, pending or gone. */
    private final Timeline seen = new Timeline();

    private final JumpGuard guard;
    private long progress = NEVER;
    /** Capture time of the last frame in a set before a restart, until a new epoch begins. */
    private long resumed = NEVER;

    Lane(int index, SensorTiming timing, JumpGuard guard) {
        this.index = index;
        this.offset = timing.offset().toNanos();
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
        return frame.stamp().nanos() - offset;
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
        pending.add(time, frame);
        seen.add(time, frame);
        progress = Math.max(progress, time);
    }

    /** Takes the sensor's last frame that was in a set before a restart: it is its progress, and is not matched again. */
    void resumeAt(Stamp stamp) {
        resumed = stamp.nanos() - offset;
        progress = resumed;
        resumeSeen(stamp);
    }

    /** Takes a frame that ended before a restart. */
    void resumeSeen(Stamp stamp) {
        long time = stamp.nanos() - offset;
        if (!seen.contains(time)) {
            seen.add(time, null);
        }
    }

    /** Returns true if the sensor had a frame in the set of that stamp, which was the last before a restart. */
    boolean wasInLastSet(long setStamp) {
        return resumed != NEVER && Math.abs(resumed - setStamp) <= tolerance;
    }

    boolean hasSeen(long time) {
        return seen.contains(time);
    }

    boolean hasSeenBetween(long from, long to) {
        int first = seen.from(from);
        return first < seen.size() && seen.time(first) <= to;
    }

    /** Returns true if there is a frame within the 2.5 periods up to that time. */
    boolean isLiveAt(long time) {
        return hasSeenBetween(time - silentAfter, time);
    }

    /** Returns how many frames wait. */
    int size() {
        return pending.size();
    }

    /** Returns the capture time of a waiting frame, the earliest being at position 0. */
    long time(int position) {
        return pending.time(position);
    }

    /**
     * Returns the position of the waiting frame nearest to a set's stamp, {@link #NONE} if none lies within tolerance; of two
     * equally near ones, the earlier.
     */
    int nearest(long stamp) {
        int nearest = pending.from(stamp);
        if (nearest > 0
                && (nearest == pending.size() || stamp - pending.time(nearest - 1) <= pending.time(nearest) - stamp)) {
            nearest--;
        }
        return nearest == pending.size() || Math.abs(pending.time(nearest) - stamp) > tolerance ? NONE : nearest;
    }

    FrameRef take(int position) {
        return pending.take(position);
    }

    /** Returns true if a frame waits from before that time. */
    boolean hasBefore(long time) {
        return pending.size() > 0 && pending.time(0) < time;
    }

    /** Forgets frames on which no set after this one depends. */
    void forgetBefore(long setStamp) {
        seen.forget(seen.from(setStamp - Math.max(silentAfter, tolerance)));
    }

    FrameRef takeOldest() {
        return pending.take(0);
    }

    /** Forgets everything, when nothing waits any more: a new epoch. */
    void reset() {
        pending.forget(pending.size());
        seen.forget(seen.size());
        progress = NEVER;
        resumed = NEVER;
    }
}
