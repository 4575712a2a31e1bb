package io.lynceus.foxglove.bridge;

import static io.lynceus.foxglove.bridge.BridgeStage.CAPTURED;
import static io.lynceus.foxglove.bridge.BridgeStage.options;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.broker.TestBroker;
import io.lynceus.foxglove.BinaryMessages;
import io.lynceus.proto.v1.Segmentation;
import io.lynceus.proto.v1.SensorHealth;
import io.lynceus.proto.v1.SensorState;
import io.lynceus.raster.message.PayloadFormat;
import io.lynceus.rig.RigConfig;
import io.lynceus.stream.message.MaskMessages;
import io.lynceus.wire.Modality;
import io.lynceus.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Results on a robot's channels. */
class ResultPublisherTest {
    @RegisterExtension
    private static final TestBroker BROKER = new TestBroker();

    private final BridgeStage stage = new BridgeStage(BROKER);

    @Test
    void resultsGoBackAsRos2Messages() throws Exception {
        try (TestRobot robot = TestRobot.start(0, "foxglove.sdk.v1", Map.of(1L, TestRobot.camera("/back/image")));
                KafkaProducer<String, byte[]> node = new KafkaProducer<>(
                        stage.settings().producer(), new StringSerializer(), new ByteArraySerializer())) {
            stage.topics().accept("back.image");
            try (FoxgloveBridge bridge = stage.start(
                    options(robot.address(), List.of("/back/image")),
                    stage.topics(),
                    Optional.of(ResultPublisher.start("vehicle-7", stage.settings())))) {
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
}
