package io.lynceus.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lynceus.broker.EmbeddedBroker;
import io.lynceus.bus.KafkaFrameSink;
import io.lynceus.dataset.RecordedFrame;
import io.lynceus.mcap.IndependentReader;
import io.lynceus.mcap.McapRecording;
import io.lynceus.rig.RigConfig;
import io.lynceus.segment.TinyModel;
import io.lynceus.stream.kafka.ChildProcess;
import io.lynceus.stream.kafka.KafkaSettings;
import io.lynceus.stream.kafka.TopicPlan;
import io.lynceus.street.StreetOptions;
import io.lynceus.street.StreetRecording;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code lynceus record} as a process that is killed: what its file still gives. */
class KilledRecorderTest {
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    @TempDir
    private Path folder;

    @Test
    void allThatWasFlushedBeforeTheKillIsPlayedInOrderAndFoundByAnotherReader() throws Exception {
        Path file = folder.resolve("killed.mcap");
        List<RecordedFrame> sent = new ArrayList<>();
        int flushed;
        try (EmbeddedBroker broker = EmbeddedBroker.start();
                StreetRecording street =
                        new StreetRecording(StreetOptions.defaults().withDuration(Duration.ofSeconds(4)))) {
            Path rig = RecordCommandTest.rigFile(folder, "a", TinyModel.write(folder), broker.bootstrap());
            RigConfig config = RigConfig.read(rig);
            KafkaSettings kafka = new KafkaSettings(config, Map.of());
            try (Admin admin = Admin.create(kafka.admin())) {
                new TopicPlan(config).create(admin, 1);
            }
            street.frames(street.start()).forEachRemaining(sent::add);
            flushed = sent.size() / 2;
            try (ChildProcess recorder = new ChildProcess(
                            folder.resolve("record.log"),
                            Lynceus.class.getName(),
                            "record",
                            "--rig",
                            rig.toString(),
                            "--out",
                            file.toString(),
                            "--from-beginning");
                    KafkaFrameSink sink = new KafkaFrameSink("a", kafka.producer())) {
                sent.subList(0, flushed).forEach(sink::send);
                // The file is not ended, and yet all of this is there.
                assertThat(awaitFrames(file, flushed)).as(recorder.log()).isEqualTo(flushed);
                Random random = new Random(7);
                for (RecordedFrame frame : sent.subList(flushed, sent.size())) {
                    sink.send(frame);
                    Thread.sleep(random.nextInt(30));
                }
                assertThat(recorder.isAlive()).as(recorder.log()).isTrue();
                recorder.kill();
            }
        }
        Map<String, List<RecordedFrame>> found = bySensor(assertPlaysInOrder(file, flushed));
        bySensor(sent).forEach((sensor, all) -> {
            List<RecordedFrame> kept = found.getOrDefault(sensor, List.of());
            assertThat(contents(kept)).isEqualTo(contents(all.subList(0, kept.size())));
        });
        assertFoundByAnother(file, found);
    }

    private static List<RecordedFrame> assertPlaysInOrder(Path file, int atLeast) throws IOException {
        List<RecordedFrame> frames = new ArrayList<>();
        try (McapRecording recording = McapRecording.open(file, Optional.empty())) {
            assertThat(recording.remarks()).anyMatch(remark -> remark.contains("not ended by its writer"));
            recording.frames(recording.start()).forEachRemaining(frames::add);
        }
        assertThat(frames).hasSizeGreaterThanOrEqualTo(atLeast).isSortedAccordingTo((a, b) -> a.stamp()
                .compareTo(b.stamp()));
        return frames;
    }

    /** Its indexes are refused, since there are none; streaming gives the same messages. */
    private static void assertFoundByAnother(Path file, Map<String, List<RecordedFrame>> found) throws Exception {
        JsonNode seen = IndependentReader.read(file);
        assertThat(seen.path("refused").asText()).isNotEmpty();
        assertThat(seen.path("ended").asBoolean(true)).isFalse();
        found.values().forEach(frames -> assertThat(seen.path("streamed")
                        .path("counts")
                        .path(frames.get(0).channel().topic())
                        .asInt())
                .isEqualTo(frames.size()));
    }

    private static int awaitFrames(Path file, int count) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        int frames = 0;
        while (frames < count && System.nanoTime() < end) {
            Thread.sleep(100);
            frames = frames(file);
        }
        return frames;
    }

    /** So far; none while there is no file, or nothing of a sensor in it. */
    private static int frames(Path file) {
        int frames = 0;
        try (McapRecording recording = McapRecording.open(file, Optional.empty())) {
            for (var all = recording.frames(recording.start()); all.hasNext(); all.next()) {
                frames++;
            }
        } catch (IOException e) {
            return 0;
        }
        return frames;
    }

    private static Map<String, List<RecordedFrame>> bySensor(List<RecordedFrame> frames) {
        return frames.stream()
                .collect(Collectors.groupingBy(frame -> frame.channel().sensor()));
    }

    private static List<String> contents(List<RecordedFrame> frames) {
        return frames.stream()
                .map(f -> f.stamp() + "#" + f.sequence() + Arrays.hashCode(f.value()))
                .toList();
    }
}
