package io.lynceus.campaign;

import io.lynceus.proto.v1.NodeStatus;
import io.lynceus.proto.v1.SensorAccount;
import io.lynceus.wire.Stamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What nodes counted while a set was under way: where to look if it was lost without a reason. Pure. */
final class CountedMeanwhile {
    private static final Duration BETWEEN_STATUSES = Duration.ofSeconds(1);

    private final List<NodeStatus> statuses;
    private final Duration maxAge;

    /** @param statuses of all nodes, in the order in which they came */
    CountedMeanwhile(List<NodeStatus> statuses, Duration maxAge) {
        this.statuses = statuses;
        this.maxAge = maxAge;
    }

    /** Returns the counts that rose, by node, in words. */
    String around(Stamp stamp) {
        Stamp until = stamp.plus(maxAge).plus(maxAge).plus(BETWEEN_STATUSES);
        Map<String, Map<String, Long>> before = new TreeMap<>();
        Map<String, Map<String, Long>> after = new TreeMap<>();
        for (NodeStatus status : statuses) {
            Stamp at = Stamp.of(status.getTimestamp());
            if (at.isBefore(stamp)) {
                before.put(status.getNode(), counts(status));
            } else if (at.isBefore(until)) {
                after.put(status.getNode(), counts(status));
            }
        }
        List<String> words = new ArrayList<>();
        after.forEach((node, counts) -> words.add(node + " " + risen(before.getOrDefault(node, Map.of()), counts)));
        return words.isEmpty() ? "no node sent its status" : String.join("; ", words);
    }

    private static Map<String, Long> risen(Map<String, Long> before, Map<String, Long> after) {
        Map<String, Long> risen = new TreeMap<>();
        after.forEach((what, count) -> {
            long more = count - before.getOrDefault(what, 0L);
            if (more > 0) {
                risen.put(what, more);
            }
        });
        return risen;
    }

    private static Map<String, Long> counts(NodeStatus status) {
        Map<String, Long> counts = new TreeMap<>();
        counts.put("masks", status.getMasks());
        status.getSetsMap().forEach((outcome, count) -> counts.put("sets " + outcome, count));
        for (SensorAccount account : status.getSensorsList()) {
            account.getOutcomesMap()
                    .forEach((outcome, count) -> counts.put(account.getSensor() + " " + outcome, count));
        }
        return counts;
    }
}
