package io.lynceus.stream.kafka;

import io.lynceus.proto.v1.NodeStatus;
import io.lynceus.proto.v1.SensorAccount;
import io.lynceus.stream.Tally;
import io.lynceus.sync.Outcome.Fate;
import io.lynceus.sync.Outcome.SetKind;
import io.lynceus.wire.Stamp;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.util.List;
import java.util.Locale;

/**
 * Writes a node's status messages.
 *
 * @param node names the process
 */
record NodeStatuses(String node, List<String> rigs, Clock clock) {
    /** @param application the node's consumer group */
    static NodeStatuses ofThisProcess(String application, List<String> rigs, Clock clock) {
        return new NodeStatuses(
                application + '/' + ManagementFactory.getRuntimeMXBean().getName(), rigs, clock);
    }

    NodeStatus of(Tally tally, List<String> troubles) {
        NodeStatus.Builder status = NodeStatus.newBuilder()
                .setTimestamp(Stamp.of(clock.instant()).toTimestamp())
                .setNode(node)
                .addAllRigs(rigs)
                .putSets("shed", tally.shedSetCount())
                .putSets("overload", tally.overloadSetCount())
                .putSets("unusable", tally.unusableSetCount())
                .setMasks(tally.maskCount())
                .addAllTroubles(troubles);
        for (SetKind kind : SetKind.values()) {
            status.putSets(kind.name().toLowerCase(Locale.ROOT), tally.count(kind));
        }
        for (String sensor : tally.sensors()) {
            SensorAccount.Builder account = SensorAccount.newBuilder()
                    .setSensor(sensor)
                    .setReceived(tally.receivedCount(sensor))
                    .setPending(tally.pending(sensor))
                    .setHandedOver(tally.handedOverCount(sensor));
            for (Fate fate : Fate.values()) {
                account.putOutcomes(fate.name().toLowerCase(Locale.ROOT), tally.count(sensor, fate));
            }
            status.addSensors(account);
        }
        return status.build();
    }
}
