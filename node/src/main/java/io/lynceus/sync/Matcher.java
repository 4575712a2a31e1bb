package io.lynceus.sync;

import java.util.Arrays;

/**
 * Decides when a set may be formed and what is in it; {@link Synchronizer} states the rules. The last decision stays here until the
 * next one is asked for, so that a decision allocates nothing.
 */
final class Matcher {
    private final Lane[] lanes;

    private long stamp;
    /** Of each lane, the position of its frame in the set, or {@link Lane#NONE}. */
    private final int[] members;

    Matcher(Lane[] lanes) {
        this.lanes = lanes;
        this.members = new int[lanes.length];
    }

    private enum Verdict {
        OPENS,
        CANNOT,
        UNDECIDED
    }

    /**
     * Looks for the next set.
     *
     * @param last stamp of the last set of this epoch, {@link Lane#NEVER} if there was none
     * @return true if the set is decided by what is known
     */
    boolean decides(long last, Patience patience) {
        boolean any = false;
        boolean opens = false;
        for (Lane lane : lanes) {
            for (int i = 0; i < lane.size() && !(any && lane.time(i) > stamp); i++) {
                Verdict verdict = mayOpen(lane, lane.time(i), last, patience);
                if (verdict != Verdict.CANNOT) {
                    opens = verdict == Verdict.OPENS || (opens && any && lane.time(i) == stamp);
                    stamp = lane.time(i);
                    any = true;
                    break;
                }
            }
        }
        return opens && findMembers(patience);
    }

    private boolean findMembers(Patience patience) {
        Arrays.fill(members, Lane.NONE);
        for (Lane lane : lanes) {
            int nearest = lane.nearest(stamp);
            if (!isSettled(lane, nearest, patience)) {
                return false;
            }
            members[lane.index] = nearest;
        }
        return true;
    }

    /** Returns the stamp of the decided set. */
    long stamp() {
        return stamp;
    }

    /** Returns true if the decided set has a frame of the lane. */
    boolean has(Lane lane) {
        return members[lane.index] != Lane.NONE;
    }

    /** Returns the capture time of the lane's frame in the decided set, less the set's stamp. */
    long skew(Lane lane) {
        return lane.time(members[lane.index]) - stamp;
    }

    /** Takes the frame of the decided set out of its lane. */
    FrameRef take(Lane lane) {
        return lane.take(members[lane.index]);
    }

    private Verdict mayOpen(Lane lane, long time, long last, Patience patience) {
        long spacing = lane.period - lane.period / 2;
        if (time < last + spacing) {
            return Verdict.CANNOT;
        }
        Verdict verdict = Verdict.OPENS;
        for (Lane slower : lanes) {
            if (slower.isSlowerThan(lane)) {
                switch (besideSlower(slower, time, last, patience)) {
                    case CANNOT -> {
                        return Verdict.CANNOT;
                    }
                    case UNDECIDED -> verdict = Verdict.UNDECIDED;
                    case OPENS -> {
                        // the next slower sensor may object
                    }
                }
            }
        }
        return verdict;
    }

    /** Returns whether a slower sensor lets a frame open a set at that time. */
    private Verdict besideSlower(Lane slower, long time, long last, Patience patience) {
        long half = slower.period / 2;
        if (slower.hasSeenBetween(time - half, time + half)) {
            return Verdict.CANNOT; // the slower sensor's frame opens the set
        }
        if (time < last + slower.period && patience.isLive(slower, time)) {
            return Verdict.CANNOT; // the slower sensor sets the pace
        }
        boolean known = slower.progress() >= time + half || patience.hasGivenUp(slower, time, time + half);
        return known ? Verdict.OPENS : Verdict.UNDECIDED;
    }

    /** Returns true if the set does not wait for any frame of the sensor that is still to come. */
    private boolean isSettled(Lane lane, int nearest, Patience patience) {
        if (nearest == Lane.NONE) {
            // Without a frame within the tolerance, one at its very end is excluded only by progress beyond it.
            return lane.progress() > stamp + lane.tolerance || patience.hasGivenUp(lane, stamp, stamp + lane.tolerance);
        }
        long distance = Math.abs(lane.time(nearest) - stamp);
        return patience.isNearEnough(lane, distance)
                || lane.progress() >= stamp + distance
                || patience.hasGivenUp(lane, stamp, stamp + lane.tolerance);
    }
}
