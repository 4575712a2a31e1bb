package io.lynceus.stream;

import io.lynceus.wire.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the compacted topics of calibrations and transforms to their present end, by a consumer outside of any group: the global
 * stream thread also reads them, but nobody can tell how far it has come.
 */
final class LatchedTopics implements Calibrations.Present {
    private static final Logger LOG = LoggerFactory.getLogger(LatchedTopics.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final String PATIENCE_MILLIS = "2000";

    private final Map<String, Object> properties;

    /** @param properties of a consumer */
    LatchedTopics(Map<String, Object> properties) {
        this.properties = new HashMap<>(properties);
        this.properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        this.properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
        this.properties.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
    }

    @Override
    public void readInto(Calibrations calibrations) {
        List<TopicPartition> partitions =
                List.of(new TopicPartition(Topics.CALIBRATION, 0), new TopicPartition(Topics.TRANSFORMS, 0));
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer())) {
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                    if (record.key() != null) {
                        take(record, calibrations);
                    }
                }
            }
        } catch (KafkaException e) {
            LOG.warn(
                    "Calibrations could not be read: {}; frames that need one are refused until they can",
                    e.toString());
        }
    }

    private static void take(ConsumerRecord<String, byte[]> record, Calibrations calibrations) {
        if (record.topic().equals(Topics.CALIBRATION)) {
            calibrations.camera(record.key(), record.value());
        } else {
            calibrations.transform(record.key(), record.value());
        }
    }
}
