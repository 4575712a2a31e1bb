package io.lynceus.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.broker.TestBroker;
import io.lynceus.dataset.RecordedFrame;
import io.lynceus.dataset.layout.MiniDeliver;
import io.lynceus.mcap.McapRecording;
import io.lynceus.segment.TinyModel;
import io.lynceus.street.StreetOptions;
import io.lynceus.street.StreetRecording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** From topics to files and back. */
class RecordCommandTest {
    @RegisterExtension
    private static final TestBroker BROKER = new TestBroker();

    @TempDir
    private static Path folder;

    private static Path model;

    @BeforeAll
    static void start() {
        model = TinyModel.write(folder);
    }

    private static String rig(String id) throws IOException {
        return rigFile(folder, id, model, BROKER.bootstrap()).toString();
    }

    /** Of the street's sensors, with the default topics. */
    static Path rigFile(Path folder, String id, Path model, String bootstrap) throws IOException {
        return Files.writeString(
                folder.resolve(id + ".yaml"),
                """
                        rigs: [%s]
                        model: %s
                        sensors:
                          - {name: rgb, modality: rgb, topic: camera.front.image, rate: 10}
                          - {name: depth, modality: depth, topic: camera.front.depth, rate: 10}
                          - {name: lidar, modality: lidar, topic: lidar.top.points, rate: 10, frame: lidar_top}
                          - {name: event, modality: event, topic: event.front.packets, rate: 10}
                        accelerator: {providers: [cpu]}
                        kafka: {bootstrap.servers: "%s"}
                        """
                        .formatted(id, model, bootstrap));
    }

    private static void play(String rig, String... source) {
        List<String> words = new ArrayList<>(List.of("replay"));
        words.addAll(List.of(source));
        words.addAll(List.of("--rig-id", rig, "--bootstrap", BROKER.bootstrap(), "--speed", "0", "--create-topics"));
        CommandRun run = CommandRun.of(words.toArray(String[]::new));
        assertThat(run.code()).as(run.err()).isZero();
    }

    private static Path record(String rig, String name, String... more) throws Exception {
        Path file = folder.resolve(name);
        List<String> words = new ArrayList<>(
                List.of("record", "--rig", rig(rig), "--out", file.toString(), "--from-beginning", "--duration", "0s"));
        words.addAll(List.of(more));
        CommandRun run = CommandRun.of(words.toArray(String[]::new));
        assertThat(run.code()).as(run.err()).isZero();
        return file;
    }

    private static List<RecordedFrame> frames(Path file) throws Exception {
        List<RecordedFrame> frames = new ArrayList<>();
        try (McapRecording recording = McapRecording.open(file, Optional.empty())) {
            recording.frames(recording.start()).forEachRemaining(frames::add);
        }
        return frames;
    }

    @Test
    void whatIsPlayedRecordedPlayedAndRecordedAgainIsTheSameByteForByte() throws Exception {
        play("first", "street", "--duration", "1s");
        Path once = record("first", "once.mcap");
        play("second", "mcap", once.toString());
        Path twice = record("second", "twice.mcap", "--compression", "lz4");
        List<RecordedFrame> street = new ArrayList<>();
        try (StreetRecording source =
                new StreetRecording(StreetOptions.defaults().withDuration(Duration.ofSeconds(1)))) {
            source.frames(source.start()).forEachRemaining(street::add);
            try (McapRecording recording = McapRecording.open(twice, Optional.of("second"))) {
                assertThat(recording.latched()).containsExactlyInAnyOrderElementsOf(source.latched());
            }
        }
        assertThat(street).hasSizeGreaterThan(30);
        assertThat(contents(frames(once))).containsExactlyInAnyOrderElementsOf(contents(street));
        assertThat(contents(frames(twice))).containsExactlyInAnyOrderElementsOf(contents(street));
    }

    /** All of a frame but its channel's remarks. */
    private static List<String> contents(List<RecordedFrame> frames) {
        return frames.stream()
                .map(f -> f.channel().sensor()
                        + f.channel().topic()
                        + f.channel().schema()
                        + f.stamp()
                        + '#'
                        + f.sequence()
                        + f.sampleId()
                        + java.util.HexFormat.of().formatHex(f.value()))
                .toList();
    }

    @Test
    void someTopicsAreRecordedAloneAndWrongOnesAreRefused() throws Exception {
        play("some", "street", "--duration", "1s");
        Path file = record("some", "some.mcap", "--topics", "lidar.top.points,lynceus.transforms");
        assertThat(frames(file))
                .isNotEmpty()
                .allMatch(frame -> frame.channel().sensor().equals("lidar"));
        CommandRun list = CommandRun.of("replay", "mcap", file.toString(), "--list");
        assertThat(list.out())
                .containsPattern("sensor +lidar +lidar, foxglove.PointCloud .* at 10.0 Hz on lidar.top.points");

        CommandRun again = CommandRun.of("record", "--rig", rig("some"), "--out", file.toString());
        assertThat(again.code()).isEqualTo(2);
        assertThat(again.err()).contains("some.mcap exists; give another name");
        String other = folder.resolve("other.mcap").toString();
        CommandRun wrong = CommandRun.of("record", "--rig", rig("some"), "--out", other, "--topics", "lidar.top");
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.err()).contains("[lidar.top] are not all of the rig file", "lidar.top.points");
        assertThat(Path.of(other)).doesNotExist();
    }

    @Test
    void framesOfALabelledDatasetAreSentAgainWithTheirSamples() throws Exception {
        MiniDeliver mini = MiniDeliver.write(folder);
        play("labelled", "deliver", mini.root().toString());
        Path once = record("labelled", "labelled.mcap", "--topics", "camera.front.image");
        play("again", "mcap", once.toString());
        Path twice = record("again", "again.mcap", "--topics", "camera.front.image");
        assertThat(frames(once))
                .extracting(frame -> frame.sampleId().orElse("none"))
                .containsExactlyElementsOf(mini.samples().keySet());
        assertThat(contents(frames(twice))).containsExactlyElementsOf(contents(frames(once)));
    }
}
