package io.lynceus.campaign;

import io.lynceus.campaign.MaskLog.SetKey;
import io.lynceus.wire.Stamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** When nothing could work in live mode, and what that says of lost sets. Pure. */
final class Outages {
    /**
     * @param from when something happened
     * @param back when the first mask came after it
     */
    private record Outage(Stamp from, Stamp back) {}

    /**
     * Lost sets by why they were lost. The last two break promise R2.
     *
     * @param old too old when the node was back
     * @param late too old when their frames came to the broker
     * @param shed dropped by a node that was too slow: it was starved, it says so, or it had no newer mask either (promise R5)
     * @param young younger than the age limit when the node was back, which took a newer set instead without need
     * @param unexplained none of these
     */
    record Lost(List<SetKey> old, List<SetKey> late, List<SetKey> shed, List<SetKey> young, List<SetKey> unexplained) {
        /** Returns the sets that break a promise. */
        List<SetKey> broken() {
            return Stream.concat(young.stream(), unexplained.stream()).toList();
        }
    }

    /** All is nominal again after this time (promise R5). */
    private static final Duration SETTLING = Duration.ofSeconds(1);

    private final Duration maxAge;
    private final List<Outage> all = new ArrayList<>();
    private final List<Outage> starvations = new ArrayList<>();

    /** @param maxAge of a set, from the rig file */
    Outages(Duration maxAge) {
        this.maxAge = maxAge;
    }

    /** @param starved whether a node was there and short of time, so that it was overloaded on purpose */
    void add(Stamp from, Stamp back, boolean starved) {
        (starved ? starvations : all).add(new Outage(from, back));
    }

    /**
     * Sorts lost sets.
     *
     * @param sentLate says of a set whether its frames came to the broker when they were too old
     * @param passedOver says of a set whether a newer one had its mask while this one was young enough
     * @param overload when nodes were too slow for sets
     * @param frames when nodes dropped frames for their age
     */
    Lost sort(
            Collection<SetKey> lost,
            Predicate<SetKey> sentLate,
            Predicate<SetKey> passedOver,
            ShedTimes overload,
            ShedTimes frames) {
        Lost sorted =
                new Lost(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (SetKey set : lost) {
            Stamp stamp = set.stamp();
            if (all.stream().anyMatch(outage -> isTooOld(stamp, outage))) {
                sorted.old.add(set);
            } else if (sentLate.test(set)) {
                sorted.late.add(set);
            } else if (isNear(stamp, starvations) || overload.cover(stamp, maxAge)) {
                sorted.shed.add(set);
            } else if (isNear(stamp, all)) {
                (passedOver.test(set) ? sorted.young : sorted.shed).add(set);
            } else if (frames.cover(stamp, maxAge)) {
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

    private boolean isNear(Stamp stamp, List<Outage> outages) {
        return outages.stream()
                .anyMatch(outage -> !stamp.isBefore(outage.from.plusNanos(-maxAge.toNanos()))
                        && !stamp.isAfter(outage.back.plusNanos(SETTLING.toNanos())));
    }
}
