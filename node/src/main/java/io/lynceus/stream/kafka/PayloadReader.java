package io.lynceus.stream.kafka;

import io.lynceus.stream.SentValue;
import io.lynceus.sync.RecordAddress;
import io.lynceus.wire.Headers;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
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
    /** Returns the values that are still there; those that retention has removed are missing. */
    Map<RecordAddress, SentValue> read(Collection<RecordAddress> addresses);

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
        public Map<RecordAddress, SentValue> read(Collection<RecordAddress> addresses) {
            Map<TopicPartition, TreeSet<Long>> wanted = new HashMap<>();
            for (RecordAddress address : addresses) {
                wanted.computeIfAbsent(new TopicPartition(address.topic(), address.partition()), tp -> new TreeSet<>())
                        .add(address.offset());
            }
            Map<RecordAddress, SentValue> values = new HashMap<>();
            try (KafkaConsumer<byte[], byte[]> consumer =
                    new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
                wanted.forEach((partition, offsets) -> read(consumer, partition, offsets, values));
            }
            LOG.info("Read {} of {} waiting frames again from the input topics", values.size(), addresses.size());
            return values;
        }

        private static void read(
                KafkaConsumer<byte[], byte[]> consumer,
                TopicPartition partition,
                NavigableSet<Long> offsets,
                Map<RecordAddress, SentValue> values) {
            consumer.assign(List.of(partition));
            long begins = consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L);
            long ends = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            for (long offset : offsets.subSet(begins, ends)) {
                consumer.seek(partition, offset);
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(PATIENCE)) {
                    if (record.offset() == offset) {
                        values.put(
                                new RecordAddress(partition.topic(), partition.partition(), offset),
                                new SentValue(record.value(), Headers.text(record.headers(), Headers.SAMPLE_ID)));
                    }
                }
            }
        }
    }
}
