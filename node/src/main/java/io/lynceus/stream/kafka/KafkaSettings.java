package io.lynceus.stream.kafka;

import io.lynceus.rig.RigConfig;
import io.lynceus.settings.SettingsException;
import io.lynceus.stream.Regime;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;

/**
 * Makes client properties from the rig file's {@code kafka} part, environment variables {@code LYNCEUS_KAFKA_*}, which win, and
 * sizes that let the largest frame pass.
 */
public final class KafkaSettings {
    private static final String PREFIX = "LYNCEUS_KAFKA_";
    private static final String CLASSIC = "classic";
    private static final int RESTORE_MILLIS = 10_000;

    private final Map<String, String> given;
    private final int maxFrameBytes;
    private final Regime.Reading reading;

    /** @param environment of the process */
    public KafkaSettings(RigConfig config, Map<String, String> environment) {
        this.given = new HashMap<>(config.kafka());
        this.maxFrameBytes = config.maxFrameBytes();
        this.reading = Regime.of(config.sync()).reading();
        environment.forEach((name, value) -> {
            if (name.startsWith(PREFIX)) {
                given.put(
                        name.substring(PREFIX.length()).toLowerCase(Locale.ROOT).replace('_', '.'), value);
            }
        });
        requireClassicGroups();
        ClientProperties.require(given);
    }

    /** Returns the environment variable that sets a property. */
    static String variable(String property) {
        return PREFIX + property.toUpperCase(Locale.ROOT).replace('.', '_');
    }

    /**
     * Refuses the newer rebalance protocols. A node sends its consumers to other offsets, for which it makes them itself; Kafka
     * Streams does not let its users do that with the streams protocol, and the consumer protocol knows no session time-out of a
     * client, on which the time to masks after a kill rests (promise R8).
     */
    private void requireClassicGroups() {
        String protocol = given.getOrDefault(ConsumerConfig.GROUP_PROTOCOL_CONFIG, CLASSIC);
        if (!protocol.equalsIgnoreCase(CLASSIC)) {
            throw new SettingsException("kafka: " + ConsumerConfig.GROUP_PROTOCOL_CONFIG + " is '" + protocol
                    + "', allowed is '" + CLASSIC
                    + "': a node sends its consumers to other offsets, which Kafka does not"
                    + " support with other protocols; remove the setting");
        }
    }

    public String bootstrap() {
        return given.getOrDefault(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, "");
    }

    /** Returns properties for an {@code Admin}. */
    public Map<String, Object> admin() {
        Map<String, Object> properties = new HashMap<>(given);
        properties.putIfAbsent("default.api.timeout.ms", "15000");
        properties.putIfAbsent("request.timeout.ms", "10000");
        return properties;
    }

    /** Returns properties for a producer of frames. */
    public Map<String, Object> producer() {
        Map<String, Object> properties = new HashMap<>();
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, maxFrameBytes + 4096);
        properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, Math.max(64L << 20, 8L * maxFrameBytes));
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.putAll(given);
        return properties;
    }

    /** Returns properties for a consumer of frames or masks. */
    public Map<String, Object> consumer() {
        Map<String, Object> properties = new HashMap<>();
        properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, maxFrameBytes + 4096);
        properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, Math.max(50 << 20, maxFrameBytes));
        properties.putAll(given);
        return properties;
    }

    /**
     * Returns properties for Kafka Streams. Delivery is at-least-once: a mask may be sent again after a crash, under the same key
     * and stamp.
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
            properties.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), (int)
                    reading.linger().toMillis());
        }
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, application);
        properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, threads);
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateFolder);
        properties.put("processing.exception.handler.global.enabled", true);
        properties.putIfAbsent(
                StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, reading.emptyTopicWait().toMillis());
        // A poll of few records would return those of one partition only.
        properties.putIfAbsent(StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), 1000);
        properties.putIfAbsent(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
        // Calibrations are read topic by topic at the start: each waits for the answer that the one before it has no
        // more.
        properties.putIfAbsent(StreamsConfig.globalConsumerPrefix(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG), 100);
        // A thread ends only when its restoring consumer has its answer or gives up; new clients wait for that.
        properties.putIfAbsent(
                StreamsConfig.restoreConsumerPrefix(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG), RESTORE_MILLIS);
        properties.putIfAbsent(
                StreamsConfig.restoreConsumerPrefix(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG), RESTORE_MILLIS);
        reading.answer().ifPresent(answer -> giveUpDeadConnections((int) answer.toMillis(), properties));
        // The thread that polls also looks at deadlines, and takes masks from the network.
        properties.putIfAbsent(StreamsConfig.POLL_MS_CONFIG, reading.tick().toMillis());
        properties.putIfAbsent(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 500);
        properties.putIfAbsent(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, 8);
        properties.putIfAbsent(StreamsConfig.topicPrefix(TopicConfig.MAX_MESSAGE_BYTES_CONFIG), 1 << 20);
        properties.putIfAbsent(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 6000);
        properties.putIfAbsent(StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), 1500);
        return properties;
    }

    /**
     * A connection may die without a word, as where a modem loses its network. Kafka's clients wait 30 s for an answer, one after the
     * other, and the one by which a group's leader looks at topics for a minute; masks then came again after 161 s. An answer to a consumer
     * may be many frames long, so it gets twice the time.
     */
    private void giveUpDeadConnections(int millis, Properties properties) {
        if (!given.containsKey(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG)) {
            String timeout = CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG;
            properties.putIfAbsent(StreamsConfig.producerPrefix(timeout), millis);
            properties.putIfAbsent(StreamsConfig.consumerPrefix(timeout), 2 * millis);
            properties.putIfAbsent(StreamsConfig.adminClientPrefix(timeout), millis);
            String wholeCall = CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG;
            if (!given.containsKey(wholeCall)) {
                properties.putIfAbsent(StreamsConfig.adminClientPrefix(wholeCall), millis);
            }
        }
    }
}
