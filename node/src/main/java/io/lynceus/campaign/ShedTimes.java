package io.lynceus.campaign;

import io.lynceus.proto.v1.NodeStatus;
import io.lynceus.proto.v1.SensorAccount;
import io.lynceus.wire.Stamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/** When nodes were too slow, by the accounts that they send once a second. Pure. */
final class ShedTimes {
    private static final String CAMERA = "rgb";

    /** A time between two accounts of one node. */
    private record Span(Stamp from, Stamp until) {}

    private final List<Span> spans = new ArrayList<>();

    private ShedTimes(List<NodeStatus> statuses, ToLongFunction<NodeStatus> count) {
        Map<String, NodeStatus> last = new HashMap<>();
        for (NodeStatus status : statuses) {
            Stamp now = Stamp.of(status.getTimestamp());
            NodeStatus before = last.put(status.getNode(), status);
            if (count.applyAsLong(status) > (before == null ? 0 : count.applyAsLong(before))) {
                spans.add(new Span(before == null ? now : Stamp.of(before.getTimestamp()), now));
            }
        }
    }

    /**
     * Returns when frames of the camera were dropped for their age, whatever the reason.
     *
     * @param statuses of all nodes, in the order in which they came
     */
    static ShedTimes ofFrames(List<NodeStatus> statuses) {
        return new ShedTimes(statuses, ShedTimes::shedFrames);
    }

    /**
     * Returns when sets were dropped because a node was too slow for them.
     *
     * @param statuses of all nodes, in the order in which they came
     */
    static ShedTimes ofOverload(List<NodeStatus> statuses) {
        return new ShedTimes(statuses, status -> status.getSetsOrDefault("overload", 0));
    }

    private static long shedFrames(NodeStatus status) {
        return status.getSensorsList().stream()
                .filter(account -> account.getSensor().equals(CAMERA))
                .map(SensorAccount::getOutcomesMap)
                .mapToLong(outcomes -> outcomes.getOrDefault("shed", 0L))
                .sum();
    }

    /** Returns whether a set of this stamp was under way at such a time. */
    boolean cover(Stamp stamp, Duration maxAge) {
        // A set is dropped when it is too old, or sooner; the clock that is asked has moved on by then.
        Stamp latest = stamp.plus(maxAge).plus(maxAge);
        return spans.stream().anyMatch(span -> !latest.isBefore(span.from) && !stamp.isAfter(span.until));
    }
}
