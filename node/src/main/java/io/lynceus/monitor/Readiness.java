package io.lynceus.monitor;

import io.lynceus.stream.kafka.Node;
import java.util.List;
import java.util.Map;

/**
 * Whether work may be sent here, and if not, why.
 *
 * @param reasons in words, empty if the node is ready
 */
record Readiness(List<String> reasons) {
    /** Of a process that has not started its node yet. */
    static final Readiness STARTING =
            new Readiness(List.of("the node is starting: the model is loaded and warmed up, topics are checked"));

    /** A started node has a warm model; its streams may still be out of work, or dead. */
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
