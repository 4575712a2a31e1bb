package io.lynceus.monitor;

import io.lynceus.proto.v1.NodeStatus;
import io.lynceus.wire.Stamp;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The nodes that serve some rigs, by what they last said of themselves; one that has not said anything for a while is gone.
 *
 * <p>Thread safety: any thread.
 */
final class Nodes {
    /** Nodes speak once a second. */
    static final long GONE_NANOS = 5_000_000_000L;

    private final List<String> rigs;
    private final Map<String, NodeStatus> latest = new ConcurrentHashMap<>();

    Nodes(List<String> rigs) {
        this.rigs = rigs;
    }

    /** Takes note, if it is a node of these rigs. */
    void said(NodeStatus status) {
        if (!Collections.disjoint(status.getRigsList(), rigs)) {
            latest.put(status.getNode(), status);
        }
    }

    /** What those that are there have said. */
    List<NodeStatus> at(Stamp now) {
        latest.values().removeIf(status -> now.nanosSince(Stamp.of(status.getTimestamp())) > GONE_NANOS);
        return List.copyOf(latest.values());
    }
}
