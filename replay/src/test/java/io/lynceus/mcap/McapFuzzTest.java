package io.lynceus.mcap;

import io.lynceus.dataset.Latched;
import io.lynceus.dataset.RecordedFrame;
import io.lynceus.dataset.Recording;
import io.lynceus.fuzz.Fuzz;
import io.lynceus.mcap.file.Compression;
import io.lynceus.mcap.file.McapMessage;
import io.lynceus.mcap.file.McapWriter;
import io.lynceus.street.StreetOptions;
import io.lynceus.street.StreetRecording;
import io.lynceus.wire.Stamp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is in a file, playing it ends as frames or in a sentence that names the file. */
class McapFuzzTest {
    @TempDir
    private Path folder;

    @Test
    void aDamagedRecordingIsPlayedOrRefusedByName() throws IOException {
        List<byte[]> seeds = new ArrayList<>();
        for (Compression compression : Compression.values()) {
            seeds.add(street(compression));
            seeds.add(ros2(compression));
        }
        new Fuzz(getClass(), "mcap", seeds, IOException.class, UncheckedIOException.class)
                .runInFile(folder.resolve("a.mcap"), McapFuzzTest::play);
    }

    @Test
    void aDamagedBagDescriptionIsReadOrRefusedByName() throws IOException {
        Files.move(ros2File(Compression.NONE), folder.resolve("a_0.mcap"));
        byte[] description =
                """
                rosbag2_bagfile_information:
                  version: 5
                  storage_identifier: mcap
                  duration: {nanoseconds: 2000}
                  starting_time: {nanoseconds_since_epoch: 1700000000000000000}
                  message_count: 2
                  relative_file_paths:
                    - a_0.mcap
                  compression_format: ''
                  compression_mode: ''
                """
                        .getBytes(StandardCharsets.UTF_8);
        new Fuzz(getClass(), "bag", List.of(description), IOException.class, UncheckedIOException.class)
                .runInFile(folder.resolve("metadata.yaml"), file -> play(folder));
    }

    private static void play(Path file) throws IOException {
        try (Recording recording = McapRecordings.open(List.of(file), Optional.empty())) {
            recording.latched();
            recording.samples();
            recording.end();
            recording.frames(recording.start()).forEachRemaining(frame -> {});
        }
    }

    private byte[] street(Compression compression) throws IOException {
        Path file = folder.resolve("street-" + compression + ".mcap");
        StreetOptions options = StreetOptions.defaults().withSize(16, 16).withDuration(Duration.ofMillis(250));
        try (StreetRecording street = new StreetRecording(options);
                McapRecorder recorder = McapRecorder.create(file, compression)) {
            recorder.note("lynceus.classes", Map.of("0", "Building 70 70 70"));
            for (Latched held : street.latched()) {
                recorder.latch(
                        RecordedTopic.messages(held.topic(), "vehicle", held.schema()),
                        Stamp.ofMillis(1),
                        held.value());
            }
            List<RecordedFrame> frames = new ArrayList<>();
            street.frames(street.start()).forEachRemaining(frames::add);
            for (RecordedFrame frame : frames) {
                byte[] value = frame.value().length > 600 ? Arrays.copyOf(frame.value(), 600) : frame.value();
                recorder.record(
                        RecordedTopic.sensor("vehicle", MessageEncoding.FOXGLOVE, frame.channel()),
                        frame.stamp(),
                        OptionalLong.of(frame.sequence()),
                        Optional.of("s" + frame.sequence()),
                        value);
            }
        }
        return Files.readAllBytes(file);
    }

    private byte[] ros2(Compression compression) throws IOException {
        return Files.readAllBytes(ros2File(compression));
    }

    private Path ros2File(Compression compression) throws IOException {
        Path file = folder.resolve("ros2-" + compression + ".mcap");
        try (McapWriter writer = McapWriter.create(file, compression, 300)) {
            int image = writer.schema("sensor_msgs/msg/CompressedImage", "ros2msg", new byte[] {'x', '\n'});
            int cloud = writer.schema("sensor_msgs/msg/PointCloud2", "ros2msg", new byte[] {'y', '\n'});
            writer.channel(image, "/camera/front", "cdr", Map.of("offered_qos_profiles", "- depth: 1"));
            writer.channel(cloud, "/lidar/top", "cdr", Map.of());
            for (int i = 0; i < 6; i++) {
                byte[] data = new byte[120];
                data[1] = 1;
                data[20] = (byte) i;
                writer.message(new McapMessage(
                        1 + i % 2, i, 1_700_000_000_000_000_000L + i, 1_700_000_000_000_000_000L, data));
            }
        }
        return file;
    }
}
