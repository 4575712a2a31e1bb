package io.lynceus.mcap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.dataset.Channel;
import io.lynceus.dataset.Latched;
import io.lynceus.dataset.RecordedFrame;
import io.lynceus.dataset.Recording;
import io.lynceus.mcap.file.Compression;
import io.lynceus.street.StreetOptions;
import io.lynceus.street.StreetRecording;
import io.lynceus.wire.Stamp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recordings in several files, and folders as {@code ros2 bag record} writes them. */
class SplitRecordingTest {
    @TempDir
    private Path folder;

    private final List<RecordedFrame> street = new ArrayList<>();
    private List<Latched> latched;

    @BeforeEach
    void see() {
        try (StreetRecording recording =
                new StreetRecording(StreetOptions.defaults().withSize(96, 64).withDuration(Duration.ofMillis(900)))) {
            recording.frames(recording.start()).forEachRemaining(street::add);
            latched = recording.latched();
        }
    }

    private Path write(String name, Predicate<RecordedFrame> which, boolean withLatched) throws IOException {
        Path file = folder.resolve(name);
        try (McapRecorder recorder = McapRecorder.create(file, Compression.ZSTD)) {
            for (Latched held : withLatched ? latched : List.<Latched>of()) {
                recorder.latch(
                        RecordedTopic.messages(held.topic(), "v", held.schema()), Stamp.ofMillis(1), held.value());
            }
            for (RecordedFrame frame : street) {
                if (which.test(frame)) {
                    recorder.record(
                            RecordedTopic.sensor("v", MessageEncoding.FOXGLOVE, frame.channel()),
                            frame.stamp(),
                            OptionalLong.of(frame.sequence()),
                            frame.sampleId(),
                            frame.value());
                }
            }
        }
        return file;
    }

    private Stamp third(int number) {
        return street.get(0).stamp().plusNanos(number * 300_000_000L);
    }

    private Path part(int number) throws IOException {
        return write(
                "bag_" + number + ".mcap",
                frame -> !frame.stamp().isBefore(third(number)) && frame.stamp().isBefore(third(number + 1)),
                number == 0);
    }

    private static List<RecordedFrame> frames(Recording recording, Stamp from) {
        List<RecordedFrame> frames = new ArrayList<>();
        recording.frames(from).forEachRemaining(frames::add);
        return frames;
    }

    private static List<String> names(List<RecordedFrame> frames) {
        return frames.stream().map(RecordedFrame::toString).sorted().toList();
    }

    private void metadata(String storage, String... files) throws IOException {
        Files.writeString(
                folder.resolve("metadata.yaml"),
                "rosbag2_bagfile_information:\n  version: 5\n  storage_identifier: " + storage
                        + "\n  relative_file_paths:\n    - " + String.join("\n    - ", files) + "\n");
    }

    @Test
    void filesOfASplitRecordingGiveTheFramesOfTheWholeFromAnyTimeOn() throws IOException {
        // In any order; calibrations are in the first file alone.
        List<Path> parts = List.of(part(2), part(0), part(1));
        try (Recording recording = McapRecordings.open(parts, Optional.empty())) {
            assertThat(frames(recording, recording.start())).containsExactlyElementsOf(street);
            assertThat(recording.channels()).hasSize(4);
            assertThat(recording.latched()).containsExactlyInAnyOrderElementsOf(latched);
            assertThat(recording.start()).isEqualTo(street.get(0).stamp());
            assertThat(frames(recording, third(1)))
                    .containsExactlyElementsOf(street.stream()
                            .filter(frame -> !frame.stamp().isBefore(third(1)))
                            .toList());
        }
    }

    @Test
    void aFileASensorIsMergedByTime() throws IOException {
        List<Path> parts = new ArrayList<>();
        for (String sensor : List.of("rgb", "depth", "lidar", "event")) {
            parts.add(write(sensor + ".mcap", frame -> frame.channel().sensor().equals(sensor), false));
        }
        parts.add(write("calibrations.mcap", frame -> false, true));
        try (Recording recording = McapRecordings.open(parts, Optional.empty())) {
            List<RecordedFrame> merged = frames(recording, recording.start());
            assertThat(names(merged)).isEqualTo(names(street));
            assertThat(merged).extracting(RecordedFrame::stamp).isSorted();
            assertThat(recording.channels()).extracting(Channel::sensor).hasSize(4);
            assertThat(recording.latched()).hasSameSizeAs(latched);
        }
    }

    @Test
    void aFolderOfRosbag2IsPlayedByItsMetadataAndNamesWhatIsMissing() throws IOException {
        part(0);
        part(2);
        metadata("mcap", "bag_0.mcap", "bag_1.mcap", folder.getFileName() + "/bag_2.mcap");
        try (Recording recording = McapRecordings.open(List.of(folder), Optional.empty())) {
            assertThat(frames(recording, recording.start()))
                    .hasSizeLessThan(street.size())
                    .extracting(RecordedFrame::stamp)
                    .isSorted()
                    .contains(street.get(street.size() - 1).stamp());
            assertThat(recording.remarks()).anyMatch(remark -> remark.contains("bag_1.mcap, which is not in"));
        }
    }

    @Test
    void aFolderWithoutMetadataIsPlayedByItsFiles() throws IOException {
        part(0);
        part(1);
        part(2);
        try (Recording recording = McapRecordings.open(List.of(folder), Optional.empty())) {
            assertThat(frames(recording, recording.start())).containsExactlyElementsOf(street);
        }
    }

    @Test
    void aLastFileThatItsRecorderHadNoTimeToWriteToIsLeftOutAndSaidSo() throws IOException {
        part(0);
        Files.createFile(folder.resolve("bag_1.mcap"));
        metadata("mcap", "bag_0.mcap", "bag_1.mcap");
        try (Recording recording = McapRecordings.open(List.of(folder), Optional.empty())) {
            assertThat(frames(recording, recording.start())).isNotEmpty();
            assertThat(recording.remarks()).anyMatch(remark -> remark.contains("bag_1.mcap is empty"));
        }
    }

    @Test
    void aLastFileThatWasCutOffGivesItsWholeChunks() throws IOException {
        part(0);
        Path last = part(1);
        byte[] whole = Files.readAllBytes(last);
        Files.write(last, Arrays.copyOf(whole, whole.length / 2));
        try (Recording recording = McapRecordings.open(List.of(folder), Optional.empty())) {
            assertThat(frames(recording, recording.start()))
                    .startsWith(street.get(0))
                    .hasSizeLessThan(street.size());
            assertThat(recording.remarks()).anyMatch(remark -> remark.contains("bag_1.mcap"));
        }
    }

    @Test
    void aFileThatIsNamedTwiceIsPlayedOnce() throws IOException {
        Path file = part(0);
        List<RecordedFrame> once;
        try (Recording recording = McapRecordings.open(List.of(file), Optional.empty())) {
            once = frames(recording, recording.start());
        }
        metadata("mcap", "bag_0.mcap", "./bag_0.mcap");
        try (Recording recording = McapRecordings.open(List.of(folder), Optional.empty())) {
            assertThat(frames(recording, recording.start())).containsExactlyElementsOf(once);
            assertThat(recording.remarks()).anyMatch(remark -> remark.contains("named twice"));
        }
    }

    @Test
    void aBagWhoseFilesAreAllEmptyIsRefused() throws IOException {
        Files.createFile(folder.resolve("bag_0.mcap"));
        Files.createFile(folder.resolve("bag_1.mcap"));
        metadata("mcap", "bag_0.mcap", "bag_1.mcap");
        assertThatThrownBy(() -> McapRecordings.open(List.of(folder), Optional.empty()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("bag_1.mcap is empty");
    }

    @Test
    void foldersThatCannotBePlayedAreRefusedWithTheRemedy() throws IOException {
        assertThatThrownBy(() -> McapRecordings.open(List.of(folder), Optional.empty()))
                .hasMessageContaining("holds no .mcap file");
        metadata("sqlite3", "bag_0.db3");
        assertThatThrownBy(() -> McapRecordings.open(List.of(folder), Optional.empty()))
                .hasMessageContaining("'sqlite3'")
                .hasMessageContaining("ros2 bag convert");
        metadata("mcap", "bag_0.mcap.zstd");
        assertThatThrownBy(() -> McapRecordings.open(List.of(folder), Optional.empty()))
                .hasMessageContaining("zstd -d");
        Files.writeString(folder.resolve("metadata.yaml"), "other: {}\n");
        assertThatThrownBy(() -> McapRecordings.open(List.of(folder), Optional.empty()))
                .hasMessageContaining("ros2 bag reindex");
        metadata("mcap", "bag_0.mcap");
        assertThatThrownBy(() -> McapRecordings.open(List.of(folder), Optional.empty()))
                .hasMessageContaining("names no file that is there");
    }
}
