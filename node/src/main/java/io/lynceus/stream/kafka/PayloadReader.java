package io.lynceus.stream.kafka;

import io.lynceus.stream.SentValue;
import io.lynceus.sync.RecordAddress;
import io.lynceus.wire.Headers;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads values again from the input topics, after a restart. */
interface PayloadReader {
    /**
     * What was found.
     *
     * @param values that are still there
     * @param beyondTheEnd addresses that the log does not reach; retention cannot be the cause
     */
    record Payloads(Map<RecordAddress, SentValue> values, Set<RecordAddress> beyondTheEnd) {}

    /** Reads what is still there. */
    Payloads read(Collection<RecordAddress> addresses);

    /** Reads by a consumer outside of any group. */
    final class OverKafka implements PayloadReader {
        private static final Logger LOG = LoggerFactory.getLogger(OverKafka.class);
        private static final Duration PATIENCE = Duration.ofSeconds(5);

        private final Map<String, Object> properties;

        OverKafka(Map<String, Object> properties) {
            this.properties = new HashMap<>(properties);
            this.properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
            this.properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        }

        @Override
        public Payloads read(Collection<RecordAddress> addresses) {
            Map<TopicPartition, TreeSet<Long>> wanted = new HashMap<>();
            for (RecordAddress address : addresses) {
                wanted.computeIfAbsent(new TopicPartition(address.topic(), address.partition()), tp -> new TreeSet<>())
                        .add(address.offset());
            }
            Payloads found = new Payloads(new HashMap<>(), new HashSet<>());
            try (KafkaConsumer<byte[], byte[]> consumer =
                    new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
                wanted.forEach((partition, offsets) -> read(consumer, partition, offsets, found));
            }
            LOG.info("Read {} of {} waiting frames again from the input topics", found.values.size(), addresses.size());
            return found;
        }

        private static void read(
                KafkaConsumer<byte[], byte[]> consumer,
                TopicPartition partition,
                NavigableSet<Long> offsets,
                Payloads found) {
            consumer.assign(List.of(partition));
            long begins = consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L);
            long ends = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            offsets.tailSet(ends)
                    .forEach(offset -> found.beyondTheEnd.add(
                            new RecordAddress(partition.topic(), partition.partition(), offset)));
            for (long offset : offsets.subSet(begins, Math.max(begins, ends))) {
                consumer.seek(partition, offset);
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(PATIENCE)) {
                    if (record.offset() == offset) {
                        found.values.put(
                                new RecordAddress(partition.topic(), partition.partition(), offset),
                                new SentValue(record.value(), Headers.text(record.headers(), Headers.SAMPLE_ID)));
                    }
                }
            }
        }
    }
}
