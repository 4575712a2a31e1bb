package io.lynceus.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.broker.TestBroker;
import io.lynceus.dataset.RecordedFrame;
import io.lynceus.dataset.Recording;
import io.lynceus.dataset.folders.LabelledFolders;
import io.lynceus.proto.foxglove.CompressedImage;
import io.lynceus.stream.kafka.ChildProcess;
import io.lynceus.wire.Headers;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Recordings and their faults, from files to topics. */
class ReplayCommandTest {
    private static final int SAMPLES = 6;
    private static final List<String> TOPICS = List.of("camera.front.rgb", "camera.front.nir");

    @TempDir
    private static Path folder;

    private static Path yaml;

    @RegisterExtension
    private static final TestBroker BROKER = new TestBroker();

    @BeforeAll
    static void start() throws Exception {
        for (String kind : List.of("rgb", "nir", "label")) {
            Files.createDirectories(folder.resolve(kind));
            int type = kind.equals("rgb") ? BufferedImage.TYPE_3BYTE_BGR : BufferedImage.TYPE_BYTE_GRAY;
            for (int i = 0; i < SAMPLES; i++) {
                BufferedImage image = new BufferedImage(24, 16, type);
                int brightness = 30 * i;
                if (!kind.equals("label")) {
                    image.getRaster().setSample(i, 3, 0, 200 - brightness);
                }
                ImageIO.write(
                        image, "png", folder.resolve(kind + "/" + i + ".png").toFile());
            }
        }
        yaml = Files.writeString(
                folder.resolve("set.yaml"),
                """
                name: set
                modalities: {rgb: 'rgb/{id}.png', nir: 'nir/{id}.png'}
                label: 'label/{id}.png'
                classes: [{name: ground, rgb: [0, 0, 0]}]
                splits: {train: ['0', '1', '2', '3', '4', '5']}
                """);
    }

    private static CommandRun replay(String rig, String... more) {
        List<String> words = new ArrayList<>(List.of(
                "replay",
                "folders",
                folder.toString(),
                "--description",
                yaml.toString(),
                "--rate",
                "20",
                "--rig-id",
                rig,
                "--bootstrap",
                BROKER.bootstrap(),
                "--create-topics"));
        words.addAll(Arrays.asList(more));
        return CommandRun.of(words.toArray(String[]::new));
    }

    private static List<ConsumerRecord<String, byte[]>> records(String rig, int count) {
        return RigRecords.of(BROKER.bootstrap(), TOPICS, rig, count);
    }

    private static List<byte[]> values(String rig, int count) {
        return records(rig, count).stream().map(ConsumerRecord::value).toList();
    }

    @Test
    void theFramesOnTheTopicsAreThoseOfTheRecordingWithTheirSamples() throws Exception {
        CommandRun run = replay("plain", "--speed", "0");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("set/train: 12 frames");
        List<RecordedFrame> frames = new ArrayList<>();
        Recording recording = LabelledFolders.open(yaml, folder).recording("train", 20);
        recording.frames(recording.start()).forEachRemaining(frames::add);
        frames.sort(
                Comparator.comparing((RecordedFrame f) -> f.channel().topic()).thenComparing(RecordedFrame::stamp));
        List<ConsumerRecord<String, byte[]>> records = records("plain", 2 * SAMPLES);
        assertThat(records).hasSameSizeAs(frames);
        for (int i = 0; i < frames.size(); i++) {
            assertThat(records.get(i).value()).isEqualTo(frames.get(i).value());
            assertThat(records.get(i).timestamp())
                    .isEqualTo(frames.get(i).stamp().toMillis());
            assertThat(Headers.text(records.get(i).headers(), Headers.SAMPLE_ID))
                    .isEqualTo(frames.get(i).sampleId());
        }
    }

    @Test
    void injectedFaultsAreTheSameAtAnySpeed() throws Exception {
        String[] faults = {
            "--inject", "rgb:noise(0.1)", "--inject", "nir:black@100ms..200ms", "--inject", "rgb:drop(p=0.4)"
        };
        String[] fast =
                Stream.concat(Stream.of("--speed", "0"), Arrays.stream(faults)).toArray(String[]::new);
        String[] slow =
                Stream.concat(Stream.of("--speed", "3"), Arrays.stream(faults)).toArray(String[]::new);
        CommandRun first = replay("fast", fast);
        assertThat(first.code()).as(first.err()).isZero();
        CommandRun second = replay("slow", slow);
        assertThat(second.code()).as(second.err()).isZero();
        int count = Integer.parseInt(first.out().replaceAll("(?s).*: (\\d+) frames.*", "$1"));
        assertThat(count).isBetween(SAMPLES, 2 * SAMPLES - 1);
        List<byte[]> values = values("fast", count);
        assertThat(values).hasSize(count);
        assertThat(values("slow", count))
                .usingElementComparator(Arrays::compare)
                .containsExactlyElementsOf(values);
        // Samples 2 and 3 of the six are black: 100 ms and 150 ms at 20 Hz; near-infrared comes first by topic.
        for (int i = 0; i < SAMPLES; i++) {
            byte[] png = CompressedImage.parseFrom(values.get(i)).getData().toByteArray();
            BufferedImage image = ImageIO.read(new java.io.ByteArrayInputStream(png));
            assertThat(image.getRaster().getSample(i, 3, 0) == 0).isEqualTo(i == 2 || i == 3);
        }
    }

    @Test
    void aSignalStopsAReplayWhichSaysWhereToGoOn() throws Exception {
        String[] words = {
            "replay",
            "folders",
            folder.toString(),
            "--description",
            yaml.toString(),
            "--rate",
            "1",
            "--rig-id",
            "signal"
        };
        String[] bus = {"--bootstrap", BROKER.bootstrap(), "--create-topics"};
        assertThat(replay("before", "--speed", "0").code())
                .as("there are topics")
                .isZero();
        String log;
        try (ChildProcess child = new ChildProcess(
                folder.resolve("signal.log"),
                Lynceus.class.getName(),
                Stream.of(words, bus).flatMap(Arrays::stream).toArray(String[]::new))) {
            // One sample a second: the second one has been sent, and the last not yet.
            records("signal", 4);
            child.terminate();
            assertThat(child.exitCode()).as(child.log()).isEqualTo(128 + 15);
            log = child.log();
        }
        assertThat(log).containsPattern("set/train: [0-9]+ frames").contains("to go on", "--from ");
        String from = log.replaceAll("(?s).*--from (\\d+ms).*", "$1");
        CommandRun rest = CommandRun.of(Stream.of(words, bus, new String[] {"--from", from, "--speed", "0"})
                .flatMap(Arrays::stream)
                .toArray(String[]::new));
        assertThat(rest.code()).as(rest.err()).isZero();
        assertThat(rest.out()).doesNotContain("to go on");
        assertThat(records("signal", 2 * SAMPLES))
                .extracting(record -> record.topic() + " "
                        + Headers.text(record.headers(), Headers.SAMPLE_ID).orElseThrow())
                .hasSize(2 * SAMPLES)
                .doesNotHaveDuplicates();
    }

    @Test
    void aListSaysWhatARecordingHoldsAndSendsNothing() {
        CommandRun run = replay("listed", "--list");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("set/train")
                .containsPattern("sensor +nir +nir, foxglove.CompressedImage \\(png\\) at 20.0 Hz on camera.front.nir")
                .containsPattern("samples +6")
                .containsPattern("split +train 6")
                .containsPattern("labels +set, 1 classes")
                .doesNotContain("frames in");
        CommandRun street = CommandRun.of("replay", "street", "--list");
        assertThat(street.out()).containsPattern("until +it is stopped").containsPattern("labels +deliver, 25 classes");
    }

    @Test
    void aWrongFaultIsAUsageErrorThatNamesTheRightOnes() {
        CommandRun run = replay("wrong", "--inject", "rgb:blac");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("fault 'rgb:blac'", "did you mean 'black'?");
    }

    @Test
    void aFolderThatIsNotTheDatasetIsAUsageErrorWithWhatWasExpectedAndFound() {
        for (String dataset : List.of("deliver", "muses", "mcubes", "kitti")) {
            CommandRun run = CommandRun.of("replay", dataset, folder.toString(), "--list");
            assertThat(run.code()).as(dataset + run.err()).isEqualTo(2);
            assertThat(run.err()).contains("lynceus: ").contains("label, nir, rgb, set.yaml");
        }
        CommandRun mcap = CommandRun.of("replay", "mcap", folder + "/absent.mcap", "--list");
        assertThat(mcap.code()).isEqualTo(2);
        assertThat(mcap.err()).contains("there is no " + folder + "/absent.mcap; check the path");
        CommandRun split = replay("split", "--split", "test");
        assertThat(split.code()).isEqualTo(2);
        assertThat(split.err()).contains("no split 'test'");
    }
}
