package io.lynceus.mcap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lynceus.dataset.RecordedFrame;
import io.lynceus.wire.Stamp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Containers as tools write them, in {@code ../shared/cases/wire}: each has one defect and ten messages 0.1 s apart. */
class McapCasesTest {
    @TempDir
    private Path folder;

    private static Path file(String name) {
        Path file = Path.of(System.getProperty("lynceus.shared", "../../shared"), "cases", "wire", name + ".mcap");
        assumeTrue(Files.exists(file), "skipped: " + file + " is not there");
        return file;
    }

    private static int frames(McapRecording recording) {
        int count = 0;
        for (Iterator<RecordedFrame> frames = recording.frames(recording.start()); frames.hasNext(); frames.next()) {
            count++;
        }
        return count;
    }

    @ParameterizedTest
    @CsvSource({
        "conf-ch-mx-rch-st, 10",
        "m01-two-channels-one-topic, 10",
        "m02-first-logtime-zero, 9",
        "m10-damaged-middle-chunk-no-summary, 8",
        "m15-index-times-wrong-zero, 10",
        "m16-stats-start-zero, 10"
    })
    void everyMessageThatCanBeReadIsPlayedFromAPlausibleTimeOn(String name, int messages) throws IOException {
        try (McapRecording recording = McapRecording.open(file(name), Optional.empty())) {
            assertThat(frames(recording)).isEqualTo(messages);
            assertThat(recording.start().nanos()).isGreaterThan(1_000_000_000_000_000_000L);
            Stamp end = recording.end().orElseThrow();
            assertThat(end.nanosSince(recording.start())).isLessThan(2_000_000_000L);
            boolean isOdd = name.startsWith("m01") || name.startsWith("m02") || name.startsWith("m10");
            assertThat(recording.remarks().isEmpty()).isNotEqualTo(isOdd);
        }
    }

    @ParameterizedTest
    @CsvSource({"m14-ros1, ros1", "m17-json-encoding-of-foxglove-schema, json"})
    void aKnownSchemaInAnotherEncodingIsNamedAndNoSensor(String name, String encoding) {
        assertThatThrownBy(() -> McapRecording.open(file(name), Optional.empty()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("encoded as " + encoding);
    }

    @ParameterizedTest
    @CsvSource({"SQLite format 3, .db3", "#ROSBAG V2.0, ROS 1"})
    void otherRecordingsOfRosAreRefusedWithTheirConverter(String start, String name) throws IOException {
        Path file = Files.writeString(folder.resolve("recording.mcap"), start + "\n" + "x".repeat(100));
        assertThatThrownBy(() -> McapRecording.open(file, Optional.empty()))
                .hasMessageContaining(name)
                .hasMessageContaining("convert");
    }
}
