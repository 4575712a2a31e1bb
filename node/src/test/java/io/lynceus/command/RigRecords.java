package io.lynceus.command;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What lies on topics, read by a plain consumer. */
final class RigRecords {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(100);

    private RigRecords() {}

    /** The records of a rig, so many unless they do not come in time, by topic and in the order of arrival. */
    static List<ConsumerRecord<String, byte[]>> of(String bootstrap, List<String> topics, String rig, int count) {
        List<ConsumerRecord<String, byte[]>> found = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap), new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> all = topics.stream()
                    .flatMap(topic -> consumer.partitionsFor(topic).stream())
                    .map(p -> new TopicPartition(p.topic(), p.partition()))
                    .toList();
            consumer.assign(all);
            consumer.seekToBeginning(all);
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (found.size() < count && System.nanoTime() < end) {
                consumer.poll(POLL).forEach(record -> {
                    // Latched messages have the key rig|frame.
                    if (record.key().equals(rig) || record.key().startsWith(rig + "|")) {
                        found.add(record);
                    }
                });
            }
        }
        found.sort(Comparator.comparing((ConsumerRecord<String, byte[]> r) -> r.topic())
                .thenComparing(ConsumerRecord::offset));
        return found;
    }
}
