package io.lynceus.sync;

import org.jspecify.annotations.Nullable;

/** The last sets of an epoch, whose stamps rise. */
final class History {
    /** A power of two. */
    private static final int MAX_SETS = 64;

    private final @Nullable FrameSet[] sets = new FrameSet[MAX_SETS];
    /** Sets of this epoch so far. */
    private int count;

    void add(FrameSet set) {
        sets[count++ & (MAX_SETS - 1)] = set;
    }

    /** Returns the stamp of the last set, {@link Lane#NEVER} if there is none. */
    long last() {
        return count == 0 ? Lane.NEVER : set(count - 1).stamp().nanos();
    }

    /** Returns true if a frame of that time missed a set that left without its sensor, or is older than all sets kept here. */
    boolean hasMissed(Lane lane, long time) {
        int oldest = Math.max(0, count - MAX_SETS);
        if (count >= MAX_SETS && time < set(oldest).stamp().nanos() - lane.tolerance) {
            return true;
        }
        for (int i = count - 1; i >= oldest; i--) {
            FrameSet set = set(i);
            if (set.stamp().nanos() < time - lane.tolerance) {
                return false;
            }
            if (set.stamp().nanos() <= time + lane.tolerance && set.missing().contains(lane.name())) {
                return true;
            }
        }
        return false;
    }

    private FrameSet set(int number) {
        FrameSet set = sets[number & (MAX_SETS - 1)];
        if (set == null) {
            throw new IllegalStateException("set " + number + " of " + count + " is not kept");
        }
        return set;
    }

    void clear() {
        count = 0;
    }
}
