package io.lynceus.stream.kafka;

import io.lynceus.stream.Calibrations;
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
import org.jspecify.annotations.Nullable;

/**
 * Reads the compacted topics of calibrations and transforms, by a consumer outside of any group.
 *
 * <p>Threads: the caller's.
 */
public final class CalibrationTopics {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Map<String, Object> properties;

    public CalibrationTopics(KafkaSettings kafka) {
        this.properties = new HashMap<>(kafka.consumer());
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        // The last request asks for what is not there yet, and closing waits for its answer.
        properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "20");
        properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Long.toString(PATIENCE.toMillis()));
        properties.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, Long.toString(PATIENCE.toMillis() - 1));
    }

    /**
     * Reads what has been published up to now.
     *
     * @throws IllegalStateException if the broker does not answer, or the topics may not be read
     */
    void readInto(Calibrations calibrations) {
        List<TopicPartition> partitions =
                List.of(new TopicPartition(Topics.CALIBRATION, 0), new TopicPartition(Topics.TRANSFORMS, 0));
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer())) {
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
                if (System.nanoTime() > deadline) {
                    throw new KafkaException(
                            "their ends " + ends + " were not reached in " + PATIENCE.toSeconds() + " s");
                }
                for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                    take(record.topic(), record.key(), record.value(), calibrations);
                }
            }
        } catch (KafkaException e) {
            throw new IllegalStateException(
                    "topics " + Topics.CALIBRATION + " and " + Topics.TRANSFORMS + " could not be read: "
                            + e.getMessage() + "; is the broker of bootstrap.servers up, and may this user read them?",
                    e);
        }
    }

    /** Passes a record of one of the two topics on; one without a key belongs to no rig. */
    public static void take(String topic, @Nullable String key, byte @Nullable [] value, Calibrations calibrations) {
        if (key == null) {
            return;
        }
        if (topic.equals(Topics.CALIBRATION)) {
            calibrations.camera(key, value);
        } else {
            calibrations.transform(key, value);
        }
    }
}
