package io.lynceus.command.doctor;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;

/** Says where Kafka's own partitioner puts the rigs: those of one partition share one thread of one node. */
final class PartitionCheck {
    private static final int MOST_PER_RIG = 8;

    private final Findings findings;

    PartitionCheck(Findings findings) {
        this.findings = findings;
    }

    /** Reports rigs that share a partition while another one has none. */
    void check(List<String> rigs, int partitions) {
        if (rigs.size() < 2 || partitions < 2) {
            return;
        }
        Map<Integer, List<String>> byPartition = rigsByPartition(rigs, partitions);
        List<Integer> empty = IntStream.range(0, partitions)
                .filter(partition -> !byPartition.containsKey(partition))
                .boxed()
                .toList();
        List<String> shared = byPartition.entrySet().stream()
                .filter(entry -> entry.getValue().size() > 1)
                .map(entry -> entry.getValue() + " in partition " + entry.getKey())
                .toList();
        if (shared.isEmpty() || empty.isEmpty()) {
            findings.ok("partitions", rigs.size() + " rigs lie in " + byPartition.size() + " of " + partitions);
            return;
        }
        OptionalInt better = IntStream.rangeClosed(partitions + 1, rigs.size() * MOST_PER_RIG)
                .filter(count -> rigsByPartition(rigs, count).size() == rigs.size())
                .findFirst();
        findings.note(
                "partitions",
                "rigs share a partition: " + String.join(", ", shared) + ", while partitions " + empty
                        + " stay empty; a partition is served by one thread",
                better.isPresent()
                        ? "with " + better.getAsInt() + " partitions each rig has one of its own; or rename a rig"
                        : "rename a rig");
    }

    private static Map<Integer, List<String>> rigsByPartition(List<String> rigs, int partitions) {
        Map<Integer, List<String>> byPartition = new TreeMap<>();
        for (String rig : rigs) {
            int partition = BuiltInPartitioner.partitionForKey(rig.getBytes(StandardCharsets.UTF_8), partitions);
            byPartition.computeIfAbsent(partition, p -> new ArrayList<>()).add(rig);
        }
        return byPartition;
    }
}
