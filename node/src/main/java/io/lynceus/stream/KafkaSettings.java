package io.lynceus.stream;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;

/**
 * Client properties: what the rig file's {@code kafka} says, environment variables {@code LYNCEUS_KAFKA_*} over it, and sizes
 * that let the largest frame pass.
 */
public final class KafkaSettings {
    private static final String PREFIX = "LYNCEUS_KAFKA_";

    private final Map<String, String> given;
    private final int maxFrameBytes;
    private final RigConfig.Mode mode;

    /** @param environment of the process */
    public KafkaSettings(RigConfig config, Map<String, String> environment) {
        this.given = new HashMap<>(config.kafka());
        this.maxFrameBytes = config.maxFrameBytes();
        this.mode = config.sync().mode();
        environment.forEach((name, value) -> {
            if (name.startsWith(PREFIX)) {
                given.put(
                        name.substring(PREFIX.length()).toLowerCase(Locale.ROOT).replace('_', '.'), value);
            }
        });
    }

    /** Milliseconds that results and references wait for others, to share a request. */
    private static int linger(RigConfig.Mode mode) {
        return switch (mode) {
            case LIVE -> 0;
            case COMPLETE -> 50; // nobody waits for a recording's mask, and requests cost more than what is in them
        };
    }

    public String bootstrap() {
        return given.getOrDefault(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, "");
    }

    /** For an {@code Admin}. */
    public Map<String, Object> admin() {
        Map<String, Object> properties = new HashMap<>(given);
        properties.putIfAbsent("default.api.timeout.ms", "15000");
        properties.putIfAbsent("request.timeout.ms", "10000");
        return properties;
    }

    /** For a producer of frames. */
    public Map<String, Object> producer() {
        Map<String, Object> properties = new HashMap<>();
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, maxFrameBytes + 4096);
        properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, Math.max(64L << 20, 8L * maxFrameBytes));
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.putAll(given);
        return properties;
    }

    /** For a consumer of frames or masks. */
    public Map<String, Object> consumer() {
        Map<String, Object> properties = new HashMap<>();
        properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, maxFrameBytes + 4096);
        properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, Math.max(50 << 20, maxFrameBytes));
        properties.putAll(given);
        return properties;
    }

    /**
     * For Kafka Streams. At-least-once: a mask may be sent again after a crash, under the same key and stamp.
     *
     * @param application id of the consumer group
     * @param threads stream threads
     */
    Properties streams(String application, int threads, String stateFolder) {
        Properties properties = new Properties();
        properties.putAll(given);
        consumer().forEach((key, value) -> properties.put(StreamsConfig.consumerPrefix(key), value));
        producer().forEach((key, value) -> properties.put(StreamsConfig.producerPrefix(key), value));
        if (!given.containsKey(ProducerConfig.LINGER_MS_CONFIG)) {
            properties.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), linger(mode));
        }
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, application);
        properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, threads);
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateFolder);
        properties.put("processing.exception.handler.global.enabled", true);
        reading().forEach(properties::putIfAbsent);
        properties.putIfAbsent(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
        // The thread that polls also looks at deadlines.
        properties.putIfAbsent(StreamsConfig.POLL_MS_CONFIG, 5);
        properties.putIfAbsent(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 500);
        properties.putIfAbsent(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, 8);
        properties.putIfAbsent(StreamsConfig.topicPrefix(TopicConfig.MAX_MESSAGE_BYTES_CONFIG), 1 << 20);
        properties.putIfAbsent(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 6000);
        properties.putIfAbsent(StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), 1500);
        return properties;
    }

    /**
     * How the sensors' topics are read side by side. Live, a dead sensor's empty partition must not hold the others up. A
     * recording's topics are read in step instead ({@link ReadOrder}): what is known of a partition's lag is as old as its last
     * fetch, so one that looks empty may only not have been fetched; the others wait until it has surely had its turn. A sensor
     * that is dead is waited for once; the very last records of a recording are, too.
     */
    private Map<String, Object> reading() {
        String records = StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG);
        return switch (mode) {
            // Few records of a poll would be one partition's only.
            case LIVE -> Map.of(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, 0, records, 1000);
            case COMPLETE -> Map.of(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, 2000, records, 1000);
        };
    }
}
