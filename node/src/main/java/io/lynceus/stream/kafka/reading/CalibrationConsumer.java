package io.lynceus.stream.kafka.reading;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads the topics of calibrations. Kafka Streams polls them as often as the sensors' topics, hundreds of times a second; their
 * records come seldom, and one that comes ends the wait.
 *
 * <p>Thread safety: one thread.
 */
final class CalibrationConsumer extends KafkaConsumer<byte[], byte[]> {
    /** Also how much later a node may end. */
    private static final Duration WAIT = Duration.ofMillis(100);

    CalibrationConsumer(Map<String, Object> properties) {
        super(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        return super.poll(timeout.compareTo(WAIT) < 0 ? WAIT : timeout);
    }
}
