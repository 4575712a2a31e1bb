package io.lynceus.sync;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;

/** The last sets of an epoch. */
final class History {
    private static final int MAX_SETS = 64;

    private final Deque<FrameSet> sets = new ArrayDeque<>();

    void add(FrameSet set) {
        if (sets.size() == MAX_SETS) {
            sets.removeFirst();
        }
        sets.addLast(set);
    }

    /** Returns the stamp of the last set. */
    OptionalLong last() {
        return sets.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(sets.getLast().stamp().nanos());
    }

    /** Returns true if a frame of that time missed a set that left without its sensor, or is older than all sets kept here. */
    boolean hasMissed(Lane lane, long time) {
        if (sets.size() == MAX_SETS && time < sets.getFirst().stamp().nanos() - lane.tolerance) {
            return true;
        }
        return sets.stream()
                .anyMatch(set -> set.missing().contains(lane.name())
                        && Math.abs(set.stamp().nanos() - time) <= lane.tolerance);
    }

    void clear() {
        sets.clear();
    }
}
