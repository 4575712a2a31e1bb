package io.lynceus.bus;

import io.lynceus.proto.v1.NodeStatus;
import io.lynceus.proto.v1.SensorAccount;
import io.lynceus.rig.RigNames;
import io.lynceus.wire.Stamp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.ToLongFunction;

/** Says what nodes made of a rig's frames while they were played, by the nodes' own statuses. Pure. */
final class NodeAnswer {
    /** Nodes send a status once a second. */
    private static final long GONE_NANOS = 5_000_000_000L;

    private static final double MOST = 0.5;

    /**
     * What a node counted before the frames and after them.
     *
     * @param before its last status before, or else its first one
     * @param after its newest
     */
    private record Account(NodeStatus before, NodeStatus after) {
        long grown(ToLongFunction<NodeStatus> count) {
            return Math.max(0, count.applyAsLong(after) - count.applyAsLong(before));
        }
    }

    private NodeAnswer() {}

    /**
     * Returns the sentences for the end of a replay.
     *
     * @param statuses of all nodes, in their order
     * @param began when the first frame was sent
     * @param ended when the last one was sent
     */
    static List<String> of(String rig, List<NodeStatus> statuses, Stamp began, Stamp ended) {
        Map<String, Account> accounts = new LinkedHashMap<>();
        for (NodeStatus status : statuses) {
            Stamp at = Stamp.of(status.getTimestamp());
            accounts.merge(
                    status.getNode(),
                    new Account(status, status),
                    (old, now) -> new Account(at.nanosSince(began) <= 0 ? now.after : old.before, now.after));
        }
        accounts.values().removeIf(account -> ended.nanosSince(Stamp.of(account.after.getTimestamp())) > GONE_NANOS);
        if (accounts.isEmpty()) {
            return List.of(
                    "No node sends its status on this broker: the frames are in their topics, and nobody takes them."
                            + " './lynceus node --rig FILE' does, if the file's rigs name " + rig + ".");
        }
        List<String> sentences = new ArrayList<>();
        TreeSet<String> served = new TreeSet<>();
        accounts.forEach((name, account) -> {
            served.addAll(account.after.getRigsList());
            if (RigNames.of(account.after.getRigsList()).include(rig)) {
                sentences.add(sentence(name, rig, account));
            }
        });
        return sentences.isEmpty()
                ? List.of("No node takes frames of rig " + rig + "; the nodes here serve " + served
                        + ". Give --rig-id one of these, or add " + rig + " to 'rigs' in the node's rig file.")
                : sentences;
    }

    private static String sentence(String name, String rig, Account account) {
        long received = account.grown(status -> sum(status, SensorAccount::getReceived));
        long shed = account.grown(status -> sum(status, sensor -> sensor.getOutcomesOrDefault("shed", 0)));
        long masks = account.grown(NodeStatus::getMasks);
        if (received == 0) {
            List<String> troubles = account.after.getTroublesList();
            return "Node " + name + " serves rig " + rig + " and has received none of these frames"
                    + (troubles.isEmpty() ? "" : " (" + String.join("; ", troubles) + ")")
                    + "; './lynceus doctor --rig FILE' compares topics and sensors.";
        }
        String sentence = "Node " + name + " has received " + received + " frames and made " + masks + " masks so far";
        return shed >= MOST * received
                ? sentence + "; it shed " + shed
                        + " of them, because they were older than its sync.maxAge when they came."
                        + " Replay with --live, or set sync.mode: complete in its rig file."
                : sentence + ".";
    }

    private static long sum(NodeStatus status, ToLongFunction<SensorAccount> count) {
        return status.getSensorsList().stream().mapToLong(count).sum();
    }
}
