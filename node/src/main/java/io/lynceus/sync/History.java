package io.lynceus.sync;

import io.lynceus.sync.Outcome.SetKind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;

/** The last sets of an epoch. */
final class History {
    private static final int MAX_SETS = 64;

    private final Deque<Entry> entries = new ArrayDeque<>();

    /** A set, and of its members those that were taken back since. */
    private record Entry(FrameSet set, SetKind kind, Set<FrameRef> withdrawn) {
        long stamp() {
            return set.stamp().nanos();
        }
    }

    void add(FrameSet set, SetKind kind) {
        if (entries.size() == MAX_SETS) {
            entries.removeFirst();
        }
        entries.addLast(new Entry(set, kind, new HashSet<>()));
    }

    /** Stamp of the last set. */
    OptionalLong last() {
        return entries.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(entries.getLast().stamp());
    }

    /** True if a frame at that time would have been in a set that left without its sensor, or is older than all. */
    boolean hasMissed(Lane lane, long time) {
        if (entries.size() == MAX_SETS && time < entries.getFirst().stamp() - lane.tolerance) {
            return true;
        }
        return entries.stream()
                .anyMatch(entry -> entry.set().missing().contains(lane.name())
                        && Math.abs(entry.stamp() - time) <= lane.tolerance);
    }

    /** Takes back a frame that was matched. Returns false if it was not, or is taken back already. */
    boolean withdraw(FrameRef frame) {
        for (Entry entry : entries) {
            FrameSet.Member member = entry.set().members().get(frame.sensor());
            if (member != null && member.frame().equals(frame) && entry.kind() != SetKind.EXPIRED) {
                return entry.withdrawn().add(frame);
            }
        }
        return false;
    }

    boolean isWithdrawn(FrameRef frame) {
        return entries.stream().anyMatch(entry -> entry.withdrawn().contains(frame));
    }

    void clear() {
        entries.clear();
    }
}
