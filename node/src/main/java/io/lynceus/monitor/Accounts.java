package io.lynceus.monitor;

import io.lynceus.proto.v1.NodeStatus;
import io.lynceus.proto.v1.SensorAccount;
import io.lynceus.stream.LostFrames;
import io.lynceus.sync.Outcome.Fate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What became of frames and sets since their nodes started, and what to do about lost ones.
 *
 * @param nodes that run
 * @param sets by outcome: complete, partial, expired; of the first two: shed, unusable; of shed: overload
 * @param drops frames that are in no mask
 * @param troubles why a node is not ready, or a line that says that no node runs
 */
record Accounts(int nodes, Map<String, Long> sets, List<Drop> drops, List<String> troubles) {
    /**
     * @param outcome such as late
     * @param count frames so far
     * @param remedy what to do about it
     */
    record Drop(String sensor, String outcome, long count, String remedy) {}

    /** Adds up the accounts of all nodes. */
    static Accounts of(List<NodeStatus> nodes) {
        Map<String, Long> sets = new TreeMap<>();
        Map<String, Map<Fate, Long>> frames = new LinkedHashMap<>();
        List<String> troubles = new ArrayList<>();
        for (NodeStatus node : nodes) {
            node.getSetsMap().forEach((outcome, count) -> sets.merge(outcome, count, Long::sum));
            node.getTroublesList().forEach(trouble -> troubles.add(node.getNode() + ": " + trouble));
            for (SensorAccount account : node.getSensorsList()) {
                Map<Fate, Long> ended = frames.computeIfAbsent(account.getSensor(), sensor -> new TreeMap<>());
                for (Fate fate : Fate.values()) {
                    ended.merge(fate, account.getOutcomesOrDefault(word(fate), 0), Long::sum);
                }
            }
        }
        if (nodes.isEmpty()) {
            troubles.add("No node of these rigs has sent its status for " + Nodes.GONE_NANOS / 1_000_000_000
                    + " s: is one running, on this broker?");
        }
        return new Accounts(nodes.size(), sets, drops(frames), troubles);
    }

    private static List<Drop> drops(Map<String, Map<Fate, Long>> frames) {
        List<Drop> drops = new ArrayList<>();
        frames.forEach((sensor, ended) -> ended.forEach((fate, count) -> {
            if (fate != Fate.MATCHED && count > 0) {
                drops.add(new Drop(sensor, word(fate), count, LostFrames.remedy(fate)));
            }
        }));
        return drops;
    }

    private static String word(Fate fate) {
        return fate.name().toLowerCase(Locale.ROOT);
    }
}
