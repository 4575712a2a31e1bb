package io.lynceus.foxglove.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.lynceus.broker.TestBroker;
import io.lynceus.foxglove.BinaryMessages;
import io.lynceus.foxglove.DropOldest;
import io.lynceus.foxglove.ProtocolClient;
import io.lynceus.proto.v1.Segmentation;
import io.lynceus.proto.v1.SensorHealth;
import io.lynceus.proto.v1.SensorState;
import io.lynceus.raster.message.CdrWriter;
import io.lynceus.raster.message.PayloadFormat;
import io.lynceus.rig.RigConfig;
import io.lynceus.settings.Json;
import io.lynceus.stream.kafka.KafkaSettings;
import io.lynceus.stream.message.MaskMessages;
import io.lynceus.wire.Modality;
import io.lynceus.wire.Stamp;
import io.lynceus.wire.Topics;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A robot's channels on topics, and results on a robot's channels. */
class FoxgloveBridgeTest {
    @RegisterExtension
    private static final TestBroker BROKER = new TestBroker();

    private static final Stamp CAPTURED = new Stamp(1_700_000_000_123_456_789L);
    private static final Stamp LOGGED = new Stamp(1_700_000_009_000_000_000L);

    @ParameterizedTest
    @ValueSource(strings = {"foxglove.websocket.v1", "foxglove.sdk.v1"})
    void wishedChannelsComeAsTheyAreWithTheTimeOfCaptureAndTheRigAsKey(String subprotocol) throws Exception {
        String name = "a" + subprotocol.length();
        byte[] image = image(CAPTURED, 100);
        byte[] bare = {0, 1, 0, 0, 3, 0, 0, 0, 'h', 'i', 0};
        try (TestRobot robot = TestRobot.start(
                        0,
                        subprotocol,
                        Map.of(
                                3L, TestRobot.camera("/" + name + "/image"),
                                4L, TestRobot.camera("/other/image"),
                                5L,
                                        TestRobot.cdr(
                                                "/" + name + "/words",
                                                "std_msgs/msg/String",
                                                "# a text\nstring data")));
                FoxgloveBridge bridge = start(robot, List.of("/" + name + "/*"))) {
            await(() -> robot.wanted().size() == 2);
            assertThat(robot.wanted()).containsExactly("/" + name + "/image", "/" + name + "/words");
            robot.send(3, LOGGED, image);
            robot.send(5, LOGGED, bare);
            await(() -> bridge.counts().sent() == 2);
            ConsumerRecord<String, byte[]> record = records(name + ".image", 1).get(0);
            assertThat(record.key()).isEqualTo("vehicle-7");
            assertThat(record.value()).isEqualTo(image);
            assertThat(record.timestamp()).isEqualTo(CAPTURED.toMillis());
            assertThat(records(name + ".words", 1).get(0).timestamp())
                    .as("a message without a header has the server's time")
                    .isEqualTo(LOGGED.toMillis());
        }
    }

    @Test
    void afterARestartOfTheServerTheBridgeComesBackAndItsCountsAddUp() throws Exception {
        var channels = Map.of(1L, TestRobot.camera("/restart/image"));
        TestRobot first = TestRobot.start(0, "foxglove.sdk.v1", channels);
        int port = first.getPort();
        try (FoxgloveBridge bridge = start(first, List.of("/restart/image"))) {
            await(() -> first.wanted().size() == 1);
            for (int i = 0; i < 5; i++) {
                first.send(1, LOGGED, image(CAPTURED.plusNanos(i), 10));
            }
            await(() -> bridge.counts().sent() == 5);
            first.close();
            await(() -> bridge.offered().isEmpty());
            try (TestRobot second = TestRobot.start(port, "foxglove.sdk.v1", channels)) {
                await(() -> second.wanted().size() == 1);
                for (int i = 5; i < 9; i++) {
                    second.send(1, LOGGED, image(CAPTURED.plusNanos(i), 10));
                }
                await(() -> bridge.counts().sent() == 9);
                assertThat(bridge.counts().connections()).isEqualTo(2);
                assertThat(records("restart.image", 9)).hasSize(9);
                assertAddsUp(bridge.counts());
            }
        }
    }

    @Test
    void aRobotThatFloodsWhileKafkaIsSlowLosesTheOldestAndNothingGrows() throws Exception {
        Semaphore kafka = new Semaphore(0); // its permits let the sender go on
        int flood = 3_000;
        FoxgloveBridge bridge;
        try (TestRobot robot = TestRobot.start(0, "foxglove.sdk.v1", Map.of(1L, TestRobot.camera("/flood/image")))) {
            bridge = FoxgloveBridge.start(
                    options(robot.address(), List.of("/flood/image")).withQueue(new DropOldest.Limits(20, 1 << 20)),
                    settings(),
                    topic -> {
                        kafka.acquireUninterruptibly();
                        topics().accept(topic);
                    },
                    Optional.empty(),
                    new Random(1),
                    Clock.systemUTC());
            await(() -> robot.wanted().size() == 1);
            for (int i = 0; i < flood; i++) {
                robot.send(1, LOGGED, image(CAPTURED.plusNanos(i), 10_000));
            }
            await(() -> bridge.counts().received() == flood);
            BridgeCounts counts = bridge.counts();
            assertThat(counts.held())
                    .as("queued, and one in the sender's hands")
                    .isLessThanOrEqualTo(21);
            assertThat(counts.dropped()).isGreaterThanOrEqualTo(flood - 21);
            assertAddsUp(counts);
            kafka.release(flood);
        }
        bridge.close();
        BridgeCounts after = bridge.counts();
        assertThat(after.held()).isZero();
        assertThat(after.sent()).isBetween(1L, 21L);
        assertAddsUp(after);
        List<ConsumerRecord<String, byte[]>> there = records("flood.image", (int) after.sent());
        assertThat(PayloadFormat.ROS2.stamp(there.get(there.size() - 1).value()))
                .as("the newest is never dropped")
                .hasValue(CAPTURED.plusNanos(flood - 1));
    }

    @Test
    void aMessageThatIsTooLargeIsRefusedAndTheNextOneComes() throws Exception {
        try (TestRobot robot = TestRobot.start(0, "foxglove.sdk.v1", Map.of(1L, TestRobot.camera("/large/image")));
                FoxgloveBridge bridge = FoxgloveBridge.start(
                        BridgeOptions.of(robot.address(), "vehicle-7", List.of("/large/image"), 50_000),
                        settings(),
                        topics(),
                        Optional.empty(),
                        new Random(1),
                        Clock.systemUTC())) {
            await(() -> robot.wanted().size() == 1);
            robot.send(1, LOGGED, image(CAPTURED, 60_000));
            robot.send(1, LOGGED, image(CAPTURED, 40_000));
            await(() -> bridge.counts().sent() == 1);
            assertThat(bridge.counts().refused()).isEqualTo(1);
            assertAddsUp(bridge.counts());
        }
    }

    @Test
    void resultsGoBackAsRos2Messages() throws Exception {
        try (TestRobot robot = TestRobot.start(0, "foxglove.sdk.v1", Map.of(1L, TestRobot.camera("/back/image")));
                KafkaProducer<String, byte[]> node =
                        new KafkaProducer<>(settings().producer(), new StringSerializer(), new ByteArraySerializer())) {
            topics().accept("back.image");
            try (FoxgloveBridge bridge = FoxgloveBridge.start(
                    options(robot.address(), List.of("/back/image")),
                    settings(),
                    topics(),
                    Optional.of(ResultPublisher.start("vehicle-7", settings())),
                    new Random(1),
                    Clock.systemUTC())) {
                assertThat(robot.advertised
                                .poll(20, TimeUnit.SECONDS)
                                .path("topic")
                                .asText())
                        .isEqualTo("/lynceus/classes");
                assertThat(robot.advertised
                                .poll(20, TimeUnit.SECONDS)
                                .path("schemaName")
                                .asText())
                        .isEqualTo("diagnostic_msgs/msg/DiagnosticArray");
                byte[] classes = {0, 1, 2, 3, 4, 5};
                Segmentation mask = Segmentation.newBuilder()
                        .setTimestamp(CAPTURED.toTimestamp())
                        .setRig("vehicle-7")
                        .setClasses(MaskMessages.pack(classes, 2, 3, RigConfig.MaskEncoding.DEFLATE))
                        .build();
                BinaryMessages.ClientMessage image = published(
                        robot, 1, () -> node.send(new ProducerRecord<>(Topics.MASKS, "vehicle-7", mask.toByteArray())));
                assertThat(PayloadFormat.ROS2.stamp(image.payload())).hasValue(CAPTURED);
                assertThat(PayloadFormat.ROS2.schema(image.payload(), Modality.RGB))
                        .hasValue("sensor_msgs/msg/Image");
                assertThat(image.payload()).endsWith(classes);
                SensorHealth dark = SensorHealth.newBuilder()
                        .setTimestamp(CAPTURED.toTimestamp())
                        .setRig("vehicle-7")
                        .setSensor("rgb")
                        .setTo(SensorState.SENSOR_STATE_FAILED)
                        .setReason("black")
                        .build();
                BinaryMessages.ClientMessage diagnostics = published(
                        robot,
                        2,
                        () -> node.send(new ProducerRecord<>(Topics.HEALTH, "vehicle-7", dark.toByteArray())));
                String text = new String(diagnostics.payload(), StandardCharsets.ISO_8859_1);
                assertThat(text).contains("lynceus: rgb").contains("black").contains("failed");
                assertThat(diagnostics.payload()[4 + 12 + 4 + 4])
                        .as("level ERROR")
                        .isEqualTo((byte) 2);
                assertThat(bridge.counts().published()).isGreaterThanOrEqualTo(2);
            }
        }
    }

    /** Sends until something is published: the publisher's consumer begins at the topics' ends, whenever that is. */
    private static BinaryMessages.ClientMessage published(TestRobot robot, long channel, Runnable sending)
            throws InterruptedException {
        for (int i = 0; i < 200; i++) {
            sending.run();
            BinaryMessages.ClientMessage message = robot.published.poll(100, TimeUnit.MILLISECONDS);
            if (message != null && message.channel() == channel) {
                return message;
            }
        }
        throw new AssertionError("nothing was published on channel " + channel);
    }

    @Test
    void theProtocolsOwnServerIsUnderstood() throws Exception {
        byte[] image = image(CAPTURED, 5_000);
        Process server = ProtocolClient.serve("7", Base64.getEncoder().encodeToString(image));
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8))) {
            URI address = URI.create("ws://127.0.0.1:"
                    + Json.parse(lines.readLine()).path("port").asInt());
            try (FoxgloveBridge bridge = FoxgloveBridge.start(
                    options(address, List.of("/camera/image/compressed")),
                    settings(),
                    topics(),
                    Optional.of(ResultPublisher.start("vehicle-7", settings())),
                    new Random(1),
                    Clock.systemUTC())) {
                await(() -> bridge.counts().sent() == 7);
                assertThat(records("camera.image.compressed", 7))
                        .allMatch(record ->
                                Arrays.equals(record.value(), image) && record.timestamp() == CAPTURED.toMillis());
                JsonNode advertised = Json.parse(lines.readLine());
                assertThat(advertised.path("topic").asText()).isEqualTo("/lynceus/classes");
            }
        } finally {
            server.destroyForcibly().waitFor();
        }
    }

    @Test
    void anAddressThatIsNoneIsRefusedWithAnExample() {
        assertThatThrownBy(() -> BridgeOptions.of(URI.create("http://robot:8765"), "a", List.of("/x"), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("http://robot:8765")
                .hasMessageContaining("ws://robot:8765");
    }

    private static FoxgloveBridge start(TestRobot robot, List<String> topics) {
        return FoxgloveBridge.start(
                options(robot.address(), topics),
                settings(),
                topics(),
                Optional.empty(),
                new Random(1),
                Clock.systemUTC());
    }

    private static BridgeOptions options(URI address, List<String> topics) {
        return BridgeOptions.of(address, "vehicle-7", topics, 8 << 20);
    }

    private static RigConfig config() {
        return RigConfig.DEFAULTS.withKafka(Map.of("bootstrap.servers", BROKER.bootstrap()));
    }

    private static KafkaSettings settings() {
        return new KafkaSettings(config(), Map.of());
    }

    /** Creates topics, as --create-topics does. */
    private static Consumer<String> topics() {
        return new BridgedTopics(config(), settings(), true)::require;
    }

    private static byte[] image(Stamp stamp, int bytes) {
        return new CdrWriter()
                .header(stamp, "camera")
                .putString("jpeg")
                .putBytes(new byte[bytes])
                .toByteArray();
    }

    private static void assertAddsUp(BridgeCounts counts) {
        assertThat(counts.sent()
                        + counts.calibrations()
                        + counts.dropped()
                        + counts.refused()
                        + counts.failed()
                        + counts.held())
                .isEqualTo(counts.received());
        assertThat(counts.held()).isNotNegative();
    }

    private static List<ConsumerRecord<String, byte[]>> records(String topic, int count) {
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

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(end);
            Thread.sleep(5);
        }
    }
}
