package io.lynceus.monitor;

import io.lynceus.proto.v1.NodeStatus;
import io.lynceus.rig.RigNames;
import io.lynceus.wire.Stamp;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The nodes that serve some rigs, each with its last status; a node that has sent none for a while is gone.
 *
 * <p>Thread safety: any thread.
 */
final class Nodes {
    /** Nodes send a status once a second. */
    static final long GONE_NANOS = 5_000_000_000L;

    private final RigNames rigs;
    private final Map<String, NodeStatus> latest = new ConcurrentHashMap<>();

    Nodes(List<String> rigs) {
        this.rigs = RigNames.of(rigs);
    }

    /** Keeps a status if it is of a node of these rigs. */
    void said(NodeStatus status) {
        if (rigs.overlap(status.getRigsList())) {
            latest.put(status.getNode(), status);
        }
    }

    /** Returns the last status of each node that is not gone. */
    List<NodeStatus> at(Stamp now) {
        latest.values().removeIf(status -> now.nanosSince(Stamp.of(status.getTimestamp())) > GONE_NANOS);
        return List.copyOf(latest.values());
    }
}
