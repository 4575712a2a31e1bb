package io.lynceus.campaign;

import io.lynceus.campaign.MaskLog.SetKey;
import io.lynceus.wire.Stamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** When nothing could work in live mode, and what that says of lost sets. Pure. */
final class Outages {
    /**
     * @param from when something happened
     * @param back when the first mask came after it
     */
    private record Outage(Stamp from, Stamp back) {}

    /**
     * Lost sets by why they were lost.
     *
     * @param old too old when the node was back
     * @param young younger than the age limit when the node was back, which goes to the newest set first (promise R5)
     * @param shed dropped by a node that was too slow, by its own account
     * @param unexplained none of these
     */
    record Lost(List<SetKey> old, List<SetKey> young, List<SetKey> shed, List<SetKey> unexplained) {}

    /** All is nominal again after this time (promise R5). */
    private static final Duration SETTLING = Duration.ofSeconds(1);

    private final Duration maxAge;
    private final List<Outage> all = new ArrayList<>();

    /** @param maxAge of a set, from the rig file */
    Outages(Duration maxAge) {
        this.maxAge = maxAge;
    }

    void add(Stamp from, Stamp back) {
        all.add(new Outage(from, back));
    }

    Lost sort(Collection<SetKey> lost, ShedTimes times) {
        Lost sorted = new Lost(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (SetKey set : lost) {
            if (all.stream().anyMatch(outage -> isTooOld(set.stamp(), outage))) {
                sorted.old.add(set);
            } else if (all.stream().anyMatch(outage -> isYoung(set.stamp(), outage))) {
                sorted.young.add(set);
            } else if (times.cover(set.stamp(), maxAge)) {
                sorted.shed.add(set);
            } else {
                sorted.unexplained.add(set);
            }
        }
        return sorted;
    }

    /** What was captured shortly before may still have been on its way. */
    private boolean isTooOld(Stamp stamp, Outage outage) {
        return !stamp.isBefore(outage.from.plusNanos(-maxAge.toNanos()))
                && stamp.isBefore(outage.back.plusNanos(-maxAge.toNanos()));
    }

    private boolean isYoung(Stamp stamp, Outage outage) {
        return !stamp.isBefore(outage.from.plusNanos(-maxAge.toNanos()))
                && !stamp.isAfter(outage.back.plusNanos(SETTLING.toNanos()));
    }
}
