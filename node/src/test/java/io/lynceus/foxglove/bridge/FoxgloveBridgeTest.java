package io.lynceus.foxglove.bridge;

import static io.lynceus.foxglove.bridge.BridgeStage.CAPTURED;
import static io.lynceus.foxglove.bridge.BridgeStage.LOGGED;
import static io.lynceus.foxglove.bridge.BridgeStage.assertAddsUp;
import static io.lynceus.foxglove.bridge.BridgeStage.await;
import static io.lynceus.foxglove.bridge.BridgeStage.image;
import static io.lynceus.foxglove.bridge.BridgeStage.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.lynceus.broker.TestBroker;
import io.lynceus.foxglove.DropOldest;
import io.lynceus.foxglove.ProtocolClient;
import io.lynceus.raster.message.PayloadFormat;
import io.lynceus.settings.Json;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A robot's channels on topics. */
class FoxgloveBridgeTest {
    @RegisterExtension
    private static final TestBroker BROKER = new TestBroker();

    private final BridgeStage stage = new BridgeStage(BROKER);

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
                FoxgloveBridge bridge = stage.start(robot, List.of("/" + name + "/*"))) {
            await(() -> robot.wanted().size() == 2);
            assertThat(robot.wanted()).containsExactly("/" + name + "/image", "/" + name + "/words");
            robot.send(3, LOGGED, image);
            robot.send(5, LOGGED, bare);
            await(() -> bridge.counts().sent() == 2);
            ConsumerRecord<String, byte[]> record =
                    stage.records(name + ".image", 1).get(0);
            assertThat(record.key()).isEqualTo("vehicle-7");
            assertThat(record.value()).isEqualTo(image);
            assertThat(record.timestamp()).isEqualTo(CAPTURED.toMillis());
            assertThat(stage.records(name + ".words", 1).get(0).timestamp())
                    .as("a message without a header has the server's time")
                    .isEqualTo(LOGGED.toMillis());
        }
    }

    @Test
    void afterARestartOfTheServerTheBridgeComesBackAndItsCountsAddUp() throws Exception {
        var channels = Map.of(1L, TestRobot.camera("/restart/image"));
        TestRobot first = TestRobot.start(0, "foxglove.sdk.v1", channels);
        int port = first.getPort();
        try (FoxgloveBridge bridge = stage.start(first, List.of("/restart/image"))) {
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
                assertThat(stage.records("restart.image", 9)).hasSize(9);
                assertAddsUp(bridge.counts());
            }
        }
    }

    @Test
    void aRobotThatFloodsWhileKafkaIsSlowLosesTheOldestAndNothingGrows() throws Exception {
        Semaphore kafka = new Semaphore(0); // its permits let the sender go on
        int flood = 3_000;
        BridgeCounts after;
        try (TestRobot robot = TestRobot.start(0, "foxglove.sdk.v1", Map.of(1L, TestRobot.camera("/flood/image")));
                FoxgloveBridge bridge = stage.start(
                        options(robot.address(), List.of("/flood/image")).withQueue(new DropOldest.Limits(20, 1 << 20)),
                        topic -> {
                            kafka.acquireUninterruptibly();
                            stage.topics().accept(topic);
                        },
                        Optional.empty())) {
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
            await(() -> bridge.counts().held() == 0); // a close waits for the queue for a second only
            after = bridge.counts();
        }
        assertThat(after.held()).isZero();
        assertThat(after.sent()).isBetween(1L, 21L);
        assertAddsUp(after);
        List<ConsumerRecord<String, byte[]>> there = stage.records("flood.image", (int) after.sent());
        assertThat(PayloadFormat.ROS2.stamp(there.get(there.size() - 1).value()))
                .as("the newest is never dropped")
                .hasValue(CAPTURED.plusNanos(flood - 1));
    }

    @Test
    void aMessageThatIsTooLargeIsRefusedAndTheNextOneComes() throws Exception {
        try (TestRobot robot = TestRobot.start(0, "foxglove.sdk.v1", Map.of(1L, TestRobot.camera("/large/image")));
                FoxgloveBridge bridge = stage.start(
                        BridgeOptions.of(robot.address(), "vehicle-7", List.of("/large/image"), 50_000),
                        stage.topics(),
                        Optional.empty())) {
            await(() -> robot.wanted().size() == 1);
            robot.send(1, LOGGED, image(CAPTURED, 60_000));
            robot.send(1, LOGGED, image(CAPTURED, 40_000));
            await(() -> bridge.counts().sent() == 1);
            assertThat(bridge.counts().refused()).isEqualTo(1);
            assertAddsUp(bridge.counts());
        }
    }

    @Test
    void theProtocolsOwnServerIsUnderstood() throws Exception {
        byte[] image = image(CAPTURED, 5_000);
        Process server = ProtocolClient.serve("7", Base64.getEncoder().encodeToString(image));
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8))) {
            URI address = URI.create("ws://127.0.0.1:"
                    + Json.parse(lines.readLine()).path("port").asInt());
            try (FoxgloveBridge bridge = stage.start(
                    options(address, List.of("/camera/image/compressed")),
                    stage.topics(),
                    Optional.of(ResultPublisher.start("vehicle-7", stage.settings())))) {
                await(() -> bridge.counts().sent() == 7);
                assertThat(stage.records("camera.image.compressed", 7))
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
}
