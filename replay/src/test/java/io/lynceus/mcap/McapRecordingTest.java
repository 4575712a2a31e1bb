package io.lynceus.mcap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import io.lynceus.dataset.Channel;
import io.lynceus.dataset.Latched;
import io.lynceus.dataset.RecordedFrame;
import io.lynceus.mcap.file.Compression;
import io.lynceus.mcap.file.McapChannel;
import io.lynceus.mcap.file.McapMessage;
import io.lynceus.mcap.file.McapReader;
import io.lynceus.mcap.file.McapWriter;
import io.lynceus.proto.v1.SensorHealth;
import io.lynceus.street.StreetOptions;
import io.lynceus.street.StreetRecording;
import io.lynceus.wire.Modality;
import io.lynceus.wire.Stamp;
import io.lynceus.wire.Topics;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recordings through files: the street's, ROS 2's, and what another reader says of ours. */
class McapRecordingTest {
    @TempDir
    private Path folder;

    private static StreetRecording street() {
        return new StreetRecording(StreetOptions.defaults().withSize(96, 64).withDuration(Duration.ofMillis(600)));
    }

    /** Records the street, its calibrations and one transition of a sensor. */
    private static List<RecordedFrame> record(Path file, String rig, Compression compression) throws IOException {
        List<RecordedFrame> frames = new ArrayList<>();
        try (StreetRecording street = street();
                McapRecorder recorder = McapRecorder.create(file, compression)) {
            recorder.note("lynceus.classes", Map.of("0", "Building 70 70 70"));
            for (Latched held : street.latched()) {
                RecordedTopic topic = RecordedTopic.messages(held.topic(), rig, held.schema());
                recorder.latch(topic, Stamp.ofMillis(1), held.value());
            }
            street.frames(street.start()).forEachRemaining(frames::add);
            for (RecordedFrame frame : frames) {
                recorder.record(
                        RecordedTopic.sensor(rig, MessageEncoding.FOXGLOVE, frame.channel()),
                        frame.stamp(),
                        OptionalLong.of(frame.sequence()),
                        frame.sampleId(),
                        frame.value());
            }
            recorder.flush();
            // A chunk of its own, that is worth packing.
            byte[] transition = SensorHealth.newBuilder()
                    .setReason("the image is black ".repeat(1000))
                    .build()
                    .toByteArray();
            recorder.record(
                    RecordedTopic.messages(Topics.HEALTH, rig, "lynceus.v1.SensorHealth"),
                    frames.get(0).stamp(),
                    OptionalLong.empty(),
                    Optional.empty(),
                    transition);
        }
        return frames;
    }

    private static List<RecordedFrame> frames(McapRecording recording, Stamp from) {
        List<RecordedFrame> frames = new ArrayList<>();
        recording.frames(from).forEachRemaining(frames::add);
        return frames;
    }

    @Test
    void aRecordedStreetPlaysTheSameBytesAtTheSameTimes() throws IOException {
        Path file = folder.resolve("street.mcap");
        List<RecordedFrame> written = record(file, "vehicle-7", Compression.ZSTD);
        try (McapRecording recording = McapRecording.open(file, Optional.empty());
                StreetRecording street = street()) {
            assertThat(recording.channels()).containsExactlyInAnyOrderElementsOf(street.channels());
            assertThat(recording.latched()).containsExactlyInAnyOrderElementsOf(street.latched());
            assertThat(recording.start()).isEqualTo(written.get(0).stamp());
            assertThat(frames(recording, recording.start())).containsExactlyElementsOf(written);
            Stamp middle = written.get(written.size() / 2).stamp();
            assertThat(frames(recording, middle))
                    .isNotEmpty()
                    .containsExactlyElementsOf(written.stream()
                            .filter(frame -> !frame.stamp().isBefore(middle))
                            .toList());
            assertThat(recording.remarks())
                    .containsExactly("1 messages of lynceus.v1.SensorHealth on lynceus.health are not played");
        }
    }

    @Test
    void theRigIsChosenWhereAFileHasSeveral() throws IOException {
        Path file = folder.resolve("two.mcap");
        Channel camera = new Channel("rgb", Modality.RGB, "camera", "foxglove.CompressedImage", "png", 10, "cam");
        try (McapRecorder recorder = McapRecorder.create(file, Compression.NONE)) {
            for (String rig : List.of("a", "b")) {
                recorder.record(
                        RecordedTopic.sensor(rig, MessageEncoding.FOXGLOVE, camera),
                        Stamp.ofMillis(5),
                        OptionalLong.empty(),
                        Optional.empty(),
                        rig.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            }
        }
        assertThatThrownBy(() -> McapRecording.open(file, Optional.empty()))
                .hasMessageContaining("has the rigs [a, b]; choose one with --rig");
        assertThatThrownBy(() -> McapRecording.open(file, Optional.of("c"))).hasMessageContaining("not 'c'");
        try (McapRecording b = McapRecording.open(file, Optional.of("b"))) {
            assertThat(frames(b, Stamp.EPOCH)).singleElement().satisfies(frame -> assertThat(frame.value())
                    .containsExactly('b'));
            assertThat(b.remarks())
                    .containsExactly(
                            "1 messages of foxglove.CompressedImage on camera are not played, being of rig 'a'");
        }
    }

    @Test
    void ros2FilesArePlayedByTheTypesOfTheirMessages() throws IOException {
        Path file = folder.resolve("ros.mcap");
        try (McapWriter writer = McapWriter.create(file, Compression.LZ4, 1000)) {
            String[][] topics = {
                {"/camera/front/image/compressed", "sensor_msgs/msg/CompressedImage"},
                {"/camera/depth/image_raw", "sensor_msgs/msg/Image"},
                {"/lidar/points", "sensor_msgs/msg/PointCloud2"},
                {"/imu", "sensor_msgs/msg/Imu"}
            };
            for (String[] topic : topics) {
                int schema = writer.schema(topic[1], "ros2msg", new byte[0]);
                writer.channel(schema, topic[0], "cdr", Map.of("offered_qos_profiles", ""));
            }
            for (int i = 0; i < 11; i++) {
                for (int channel = 1; channel <= 4; channel++) {
                    writer.message(new McapMessage(channel, i, 100_000_000L * i + channel, 0, cdr(i)));
                }
            }
        }
        try (McapRecording recording = McapRecording.open(file, Optional.empty())) {
            assertThat(recording.channels())
                    .extracting(c -> c.topic() + " " + c.modality() + " " + c.schema())
                    .containsExactly(
                            "camera.front.image.compressed rgb sensor_msgs/msg/CompressedImage",
                            "camera.depth.image_raw depth sensor_msgs/msg/Image",
                            "lidar.points lidar sensor_msgs/msg/PointCloud2");
            assertThat(recording.channels())
                    .allSatisfy(c -> assertThat(c.rateHz()).isEqualTo(10));
            assertThat(recording.remarks())
                    .containsExactly("11 messages of sensor_msgs/msg/Imu on /imu are not played");
            List<RecordedFrame> frames = frames(recording, recording.start());
            assertThat(frames).hasSize(33).isSortedAccordingTo(java.util.Comparator.comparing(RecordedFrame::stamp));
            assertThat(frames.get(32).value()).isEqualTo(cdr(10));
        }
    }

    @Test
    void ros2TopicsAndImageFilesAreRecordedWithWhatDescribesThem() throws IOException {
        Path file = folder.resolve("edge.mcap");
        List<Channel> channels = new ArrayList<>();
        for (String schema : List.of(
                "sensor_msgs/msg/CompressedImage",
                "sensor_msgs/msg/Image",
                "sensor_msgs/msg/PointCloud2",
                "event_camera_msgs/msg/EventPacket",
                "image")) {
            String name = "s" + channels.size();
            channels.add(new Channel(name, Modality.RGB, "topic." + name, schema, "", 5, "lidar_top"));
        }
        try (McapRecorder recorder = McapRecorder.create(file, Compression.LZ4)) {
            for (Channel channel : channels) {
                MessageEncoding payload =
                        channel.schema().equals("image") ? MessageEncoding.IMAGE : MessageEncoding.ROS2;
                recorder.record(
                        RecordedTopic.sensor("a", payload, channel),
                        Stamp.ofMillis(3),
                        OptionalLong.empty(),
                        Optional.empty(),
                        cdr(1));
            }
            Channel odd = new Channel("odd", Modality.RGB, "odd", "sensor_msgs/msg/Imu", "", 5, "");
            assertThatThrownBy(() -> recorder.record(
                            RecordedTopic.sensor("a", MessageEncoding.ROS2, odd),
                            Stamp.EPOCH,
                            OptionalLong.empty(),
                            Optional.empty(),
                            cdr(1)))
                    .hasMessageContaining("'sensor_msgs/msg/Imu' is not known");
        }
        try (McapRecording recording = McapRecording.open(file, Optional.empty());
                McapReader reader = McapReader.open(file)) {
            assertThat(recording.channels()).containsExactlyElementsOf(channels);
            assertThat(frames(recording, Stamp.EPOCH)).hasSize(5).allSatisfy(frame -> assertThat(frame.value())
                    .isEqualTo(cdr(1)));
            assertThat(reader.summary().schemas.values()).hasSize(4).allSatisfy(schema -> {
                assertThat(schema.encoding()).isEqualTo("ros2msg");
                assertThat(new String(schema.data(), java.nio.charset.StandardCharsets.UTF_8))
                        .startsWith("std_msgs/Header header")
                        .contains("MSG: builtin_interfaces/Time");
            });
        }
    }

    /** A little-endian header with a stamp of that many seconds. */
    private static byte[] cdr(int seconds) {
        return ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(new byte[] {0, 1, 0, 0})
                .putInt(seconds)
                .putInt(7)
                .array();
    }

    @Test
    void everyMessageIsDescribedWithAllThatItImports() throws Exception {
        FileDescriptorSet set = FileDescriptorSet.parseFrom(
                ProtoSchemas.describe("lynceus.v1.SensorHealth").orElseThrow());
        assertThat(set.getFileList())
                .extracting(file -> file.getName())
                .containsExactly(
                        "google/protobuf/timestamp.proto",
                        "lynceus/v1/segmentation.proto",
                        "lynceus/v1/sensor_health.proto");
    }

    @Test
    void anIndependentReaderFindsTheSameMessagesIndexesAndChecksums() throws Exception {
        for (Compression compression : Compression.values()) {
            Path file = folder.resolve("elsewhere-" + compression + ".mcap");
            List<RecordedFrame> written = record(file, "vehicle-7", compression);
            JsonNode seen = IndependentReader.read(file);
            assertThat(seen.path("library").asText()).isEqualTo("lynceus");
            Map<String, Integer> counts = new java.util.TreeMap<>();
            written.forEach(frame -> counts.merge(frame.channel().topic(), 1, Integer::sum));
            counts.forEach((topic, count) ->
                    assertThat(seen.path("counts").path(topic).asInt()).isEqualTo(count));
            int messages = written.size()
                    + seen.at("/counts/lynceus.calibration").asInt()
                    + seen.at("/counts/lynceus.transforms").asInt()
                    + 1;
            assertThat(seen.at("/statistics/messages").asInt()).isEqualTo(messages);
            assertThat(seen.at("/streamed/messages").asInt()).isEqualTo(messages);
            assertThat(seen.path("decoded").asInt()).isEqualTo(messages);
            assertThat(seen.path("ordered").asBoolean()).isTrue();
            assertThat(seen.path("dataCrcIsRight").asBoolean()).isTrue();
            assertThat(seen.path("summaryCrc").asLong()).isNotZero();
            assertThat(seen.path("chunkIndexes").asInt())
                    .isPositive()
                    .isEqualTo(seen.at("/statistics/chunks").asInt());
            assertThat(seen.path("summaryOffsets").asInt()).isEqualTo(5);
            assertThat(seen.path("compressions")).extracting(JsonNode::asText).contains(compression.label());
            assertThat(seen.at("/metadata/lynceus.classes/0").asText()).isEqualTo("Building 70 70 70");
            assertThat(seen.path("sha256").asText()).isEqualTo(digest(file));
        }
    }

    /** As the script makes it: of all messages by time. */
    private static String digest(Path file) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (McapReader reader = McapReader.open(file)) {
            Map<Integer, McapChannel> channels = reader.summary().channels;
            reader.messages(0, channels.keySet()).forEachRemaining(message -> {
                String line = "%s %d %d %d\n"
                        .formatted(
                                channels.get(message.channelId()).topic(),
                                message.sequence(),
                                message.logTime(),
                                message.data().length);
                digest.update(line.getBytes(java.nio.charset.StandardCharsets.UTF_8));
                digest.update(message.data());
            });
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
