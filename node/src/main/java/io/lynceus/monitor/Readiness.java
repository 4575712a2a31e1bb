package io.lynceus.monitor;

import io.lynceus.stream.kafka.Node;
import java.util.List;
import java.util.Map;

/**
 * Says whether work may be sent here, and if not, why.
 *
 * @param reasons in words, empty if the node is ready
 */
record Readiness(List<String> reasons) {
    /** The state of a process that has not started its node yet. */
    static final Readiness STARTING =
            new Readiness(List.of("the node is starting: the model is loaded and warmed up, topics are checked"));

    /** Returns the state of a started node. It has a warm model, but its streams may have no partition, or be dead. */
    static Readiness of(Node node) {
        return new Readiness(List.copyOf(node.troubles()));
    }

    boolean isReady() {
        return reasons.isEmpty();
    }

    Map<String, Object> toJson() {
        return Map.of("ready", isReady(), "reasons", reasons);
    }
}
