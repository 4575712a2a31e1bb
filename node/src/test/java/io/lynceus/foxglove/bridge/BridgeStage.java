package io.lynceus.foxglove.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.broker.TestBroker;
import io.lynceus.raster.message.CdrWriter;
import io.lynceus.rig.RigConfig;
import io.lynceus.stream.kafka.KafkaSettings;
import io.lynceus.wire.Stamp;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Bridges to the topics of a test's broker, and what a test sees of them. */
final class BridgeStage {
    static final Stamp CAPTURED = new Stamp(1_700_000_000_123_456_789L);
    static final Stamp LOGGED = new Stamp(1_700_000_009_000_000_000L);

    private final TestBroker broker;

    BridgeStage(TestBroker broker) {
        this.broker = broker;
    }

    /** Starts a bridge from a robot's channels to topics of the broker. */
    FoxgloveBridge start(TestRobot robot, List<String> topics) {
        return start(options(robot.address(), topics), topics(), Optional.empty());
    }

    FoxgloveBridge start(BridgeOptions options, Consumer<String> topics, Optional<ResultPublisher> results) {
        return FoxgloveBridge.start(options, settings(), topics, results, new Random(1), Clock.systemUTC());
    }

    static BridgeOptions options(URI address, List<String> topics) {
        return BridgeOptions.of(address, "vehicle-7", topics, 8 << 20);
    }

    private RigConfig config() {
        return RigConfig.DEFAULTS.withKafka(Map.of("bootstrap.servers", broker.bootstrap()));
    }

    KafkaSettings settings() {
        return new KafkaSettings(config(), Map.of());
    }

    /** Creates topics, as --create-topics does. */
    Consumer<String> topics() {
        return new BridgedTopics(config(), settings(), true)::require;
    }

    static byte[] image(Stamp stamp, int bytes) {
        return new CdrWriter()
                .header(stamp, "camera")
                .putString("jpeg")
                .putBytes(new byte[bytes])
                .toByteArray();
    }

    static void assertAddsUp(BridgeCounts counts) {
        assertThat(counts.sent()
                        + counts.calibrations()
                        + counts.dropped()
                        + counts.refused()
                        + counts.failed()
                        + counts.held())
                .isEqualTo(counts.received());
        assertThat(counts.held()).isNotNegative();
    }

    /** Reads a topic from its beginning until it has given so many records. */
    List<ConsumerRecord<String, byte[]>> records(String topic, int count) {
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(settings().consumer(), new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = List.of(new TopicPartition(topic, 0));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (records.size() < count && System.nanoTime() < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        assertThat(records).hasSize(count);
        return records;
    }

    static void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(end);
            Thread.sleep(5);
        }
    }
}
