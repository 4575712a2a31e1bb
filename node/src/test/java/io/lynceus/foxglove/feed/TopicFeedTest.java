package io.lynceus.foxglove.feed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import io.lynceus.broker.TestBroker;
import io.lynceus.foxglove.FoxgloveServer;
import io.lynceus.foxglove.ProtocolClient;
import io.lynceus.proto.foxglove.CompressedImage;
import io.lynceus.proto.v1.NodeStatus;
import io.lynceus.proto.v1.Segmentation;
import io.lynceus.proto.v1.SensorHealth;
import io.lynceus.raster.message.CdrWriter;
import io.lynceus.rig.MaskPolicy;
import io.lynceus.rig.RigConfig;
import io.lynceus.stream.FixedSegmenter;
import io.lynceus.stream.kafka.KafkaSettings;
import io.lynceus.stream.kafka.TopicPlan;
import io.lynceus.stream.message.MaskMessages;
import io.lynceus.wire.Stamp;
import io.lynceus.wire.Topics;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the protocol's own client gets from a rig's topics. */
class TopicFeedTest {
    @RegisterExtension
    private static final TestBroker BROKER = new TestBroker();

    private static final Stamp CAPTURED = new Stamp(1_700_000_000_123_456_789L);
    private static final byte[] JPEG = {(byte) 0xFF, (byte) 0xD8, 1, 2, 3};

    private final Map<String, byte[]> values = new HashMap<>();

    @Test
    void theProtocolsOwnClientGetsEveryTopicAsItIsWithCaptureTimes() throws Exception {
        RigConfig config = config();
        KafkaSettings kafka = new KafkaSettings(config, Map.of());
        try (Admin admin = Admin.create(kafka.admin())) {
            new TopicPlan(config).create(admin, 1);
        }
        fill(config);
        ScheduledExecutorService vehicle = Executors.newSingleThreadScheduledExecutor();
        try (KafkaProducer<String, byte[]> producer =
                        new KafkaProducer<>(kafka.producer(), new StringSerializer(), new ByteArraySerializer());
                FoxgloveServer server = FoxgloveServer.start(FoxgloveServer.Options.of(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        "Lynceus",
                        handshake -> Optional.empty()));
                TopicFeed feed = TopicFeed.start(config, kafka, new FixedSegmenter().card(), server)) {
            vehicle.scheduleAtFixedRate(
                    () -> values.forEach((topic, value) ->
                            producer.send(new ProducerRecord<>(topic, null, CAPTURED.toMillis(), "a", value))),
                    0,
                    100,
                    TimeUnit.MILLISECONDS);
            for (String subprotocol : List.of("foxglove.sdk.v1", "foxglove.websocket.v1")) {
                check(ProtocolClient.told("ws://127.0.0.1:" + server.port(), subprotocol, 2), subprotocol, config);
            }
        } finally {
            vehicle.shutdownNow();
        }
    }

    private void check(JsonNode told, String subprotocol, RigConfig config) throws Exception {
        assertThat(told.path("subprotocol").asText()).isEqualTo(subprotocol);
        assertThat(told.path("info").path("name").asText()).isEqualTo("Lynceus");
        assertThat(told.path("errors")).isEmpty();
        assertThat(told.path("statuses")).isEmpty();
        Map<String, String> types = new HashMap<>();
        told.path("channels")
                .forEach(channel -> types.put(
                        channel.path("topic").asText(),
                        channel.path("encoding").asText() + " "
                                + channel.path("schemaName").asText()));
        String masks = config.output().masks();
        assertThat(types)
                .containsEntry("feed.rgb", "protobuf foxglove.CompressedImage")
                .containsEntry("feed.ros", "cdr sensor_msgs/msg/CompressedImage")
                .containsEntry("feed.file", "protobuf foxglove.CompressedImage")
                .containsEntry(masks, "protobuf lynceus.v1.Segmentation")
                .containsEntry(masks + ".picture", "protobuf foxglove.CompressedImage")
                .containsEntry(masks + ".routing", "protobuf lynceus.v1.Segmentation")
                .containsEntry(config.output().health(), "protobuf lynceus.v1.SensorHealth")
                .containsEntry(Topics.STATUS, "protobuf lynceus.v1.NodeStatus");
        for (String asItIs :
                List.of("feed.rgb", "feed.ros", masks, config.output().health(), Topics.STATUS)) {
            JsonNode message = message(told, asItIs);
            assertThat(message.path("sha256").asText()).as(asItIs).isEqualTo(sha256(values.get(asItIs)));
            assertThat(message.path("stamp").asText()).as(asItIs).isEqualTo(Long.toString(CAPTURED.nanos()));
        }
        assertThat(message(told, "feed.file").path("text").asText()).isEqualTo("jpeg");
        assertThat(message(told, masks + ".picture").path("magic").asText()).isEqualTo("89504e470d0a1a0a");
        assertThat(message(told, masks + ".routing").path("text").asText()).isEqualTo("fixed");
    }

    private void fill(RigConfig config) {
        values.put(
                "feed.rgb",
                CompressedImage.newBuilder()
                        .setTimestamp(CAPTURED.toTimestamp())
                        .setFormat("jpeg")
                        .setData(ByteString.copyFrom(JPEG))
                        .build()
                        .toByteArray());
        values.put(
                "feed.ros",
                new CdrWriter()
                        .header(CAPTURED, "camera")
                        .putString("jpeg")
                        .putBytes(JPEG)
                        .toByteArray());
        values.put("feed.file", JPEG);
        values.put(
                config.output().masks(),
                Segmentation.newBuilder()
                        .setTimestamp(CAPTURED.toTimestamp())
                        .setRig("a")
                        .setModelId("fixed")
                        .setClasses(MaskMessages.pack(new byte[64], 8, 8, RigConfig.MaskEncoding.DEFLATE))
                        .build()
                        .toByteArray());
        values.put(
                config.output().health(),
                SensorHealth.newBuilder()
                        .setTimestamp(CAPTURED.toTimestamp())
                        .setSensor("rgb")
                        .setReason("dark")
                        .build()
                        .toByteArray());
        values.put(
                Topics.STATUS,
                NodeStatus.newBuilder()
                        .setTimestamp(CAPTURED.toTimestamp())
                        .setNode("n")
                        .addRigs("a")
                        .build()
                        .toByteArray());
    }

    private static RigConfig config() {
        RigConfig defaults = RigConfig.DEFAULTS;
        return new RigConfig(
                List.of("a"),
                "fixed",
                defaults.sync(),
                List.of(
                        new RigConfig.Sensor("rgb", "rgb", "feed.rgb", null, 10, null, false, null, null),
                        new RigConfig.Sensor("ros", "rgb", "feed.ros", "ros2", 10, null, false, null, null),
                        new RigConfig.Sensor("file", "rgb", "feed.file", "image", 10, null, false, null, null)),
                defaults.health(),
                MaskPolicy.NONE,
                defaults.accelerator(),
                defaults.output(),
                defaults.maxFrameBytes(),
                Map.of("bootstrap.servers", BROKER.bootstrap()));
    }

    private static JsonNode message(JsonNode told, String topic) {
        JsonNode messages = told.path("messages").path(topic);
        assertThat(messages).as(topic).isNotEmpty();
        return messages.get(messages.size() - 1);
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
