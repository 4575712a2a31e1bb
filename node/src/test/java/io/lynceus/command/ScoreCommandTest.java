package io.lynceus.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lynceus.dataset.LabelRaster;
import io.lynceus.dataset.Recording;
import io.lynceus.dataset.SampleFilter;
import io.lynceus.dataset.deliver.Deliver;
import io.lynceus.dataset.deliver.DeliverDataset;
import io.lynceus.dataset.folders.LabelledFolders;
import io.lynceus.dataset.layout.MiniDeliver;
import io.lynceus.dataset.layout.MiniFolders;
import io.lynceus.dataset.layout.MiniMuses;
import io.lynceus.dataset.layout.Truth;
import io.lynceus.dataset.muses.MusesDataset;
import io.lynceus.segment.SeeingModel;
import io.lynceus.segment.ShippedModels;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Miniature datasets, judged by the whole program and by a plain loop. */
class ScoreCommandTest {
    private static final int CLASSES = DeliverDataset.CLASSES.size();
    private static final int SIDE = MiniDeliver.SIDE;
    private static final int GRID = 1024;

    @TempDir
    private static Path folder;

    private static MiniDeliver deliver;
    private static Path yaml;

    @BeforeAll
    static void write() throws Exception {
        deliver = MiniDeliver.write(folder);
        yaml = writeFolders(folder.resolve("two"));
    }

    /** Three samples of camera and depth with DELIVER's classes. */
    private static Path writeFolders(Path root) throws Exception {
        for (String kind : List.of("rgb", "depth", "label")) {
            Files.createDirectories(root.resolve(kind));
        }
        for (int i = 0; i < 3; i++) {
            Truth truth = Truth.of(i, SIDE, SIDE);
            BufferedImage colour = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_3BYTE_BGR);
            BufferedImage depth = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
            BufferedImage label = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
            for (int p = 0; p < SIDE * SIDE; p++) {
                for (int c = 0; c < 3; c++) {
                    colour.getRaster().setSample(p % SIDE, p / SIDE, c, truth.rgb()[3 * p + c] & 0xFF);
                }
                depth.getRaster().setSample(p % SIDE, p / SIDE, 0, truth.depth8()[p] & 0xFF);
                label.getRaster().setSample(p % SIDE, p / SIDE, 0, truth.label()[p] & 0xFF);
            }
            ImageIO.write(colour, "png", root.resolve("rgb/" + i + ".png").toFile());
            ImageIO.write(depth, "png", root.resolve("depth/" + i + ".png").toFile());
            ImageIO.write(label, "png", root.resolve("label/" + i + ".png").toFile());
        }
        String classes = DeliverDataset.CLASSES.classes().stream()
                .map(c -> "{name: " + c.name() + ", rgb: [1, 2, 3]}")
                .collect(Collectors.joining(", "));
        return Files.writeString(
                root.resolve("set.yaml"),
                """
                name: two
                modalities: {rgb: 'rgb/{id}.png', depth: 'depth/{id}.png'}
                label: 'label/{id}.png'
                classes: [%s]
                splits: {val: ['0', '1', '2']}
                """
                        .formatted(classes));
    }

    private static CommandRun score(Path state, String... more) {
        List<String> words = new ArrayList<>(List.of("score", "--json", "--state", state.toString()));
        words.addAll(Arrays.asList(more));
        return CommandRun.of(words.toArray(String[]::new));
    }

    private static CommandRun scoreDeliver(Path state, String... more) {
        return score(
                state,
                Stream.concat(Stream.of("--dataset", "deliver", deliver.root().toString()), Arrays.stream(more))
                        .toArray(String[]::new));
    }

    private static JsonNode json(CommandRun run) throws Exception {
        assertThat(run.code()).as(run.err()).isZero();
        return new ObjectMapper().readTree(run.out().strip());
    }

    /** Judged at {@code side} x {@code side} places of the label, some sensors being black. */
    private static PlainLoop.Count plainly(Recording recording, List<String> black, int side) {
        PlainLoop.Count count = new PlainLoop.Count(CLASSES);
        Map<String, PlainLoop.Mask> masks = PlainLoop.masks(
                ShippedModels.locate(ShippedModels.STREET_NANO), recording, (sample, sensor, raster) -> {
                    for (int i = 0; i < raster.capacity() && black.contains(sensor); i++) {
                        raster.put(i, (byte) 0);
                    }
                });
        masks.forEach((id, mask) -> {
            LabelRaster label = recording.labels().orElseThrow().of(id).orElseThrow();
            for (int y = 0; y < side; y++) {
                for (int x = 0; x < side; x++) {
                    int truth = label.at(x * label.width() / side, y * label.height() / side);
                    count.add(truth, mask.at(x, y, side, side));
                }
            }
        });
        return count;
    }

    @Test
    void theFiguresOfDeliverAreThoseOfAPlainLoopAndAResumedRunGivesTheSame() throws Exception {
        Path state = folder.resolve("whole.jsonl");
        JsonNode whole = json(scoreDeliver(state));
        Recording recording = Deliver.open(deliver.root(), SampleFilter.ALL.with("split", "val"), 10);
        PlainLoop.Count plain = plainly(recording, List.of(), GRID);
        assertThat(whole.at("/miou").asDouble())
                .isCloseTo(plain.miou(true), within(1e-9))
                .isPositive();
        for (int c = 0; c < CLASSES; c++) {
            assertThat(whole.at("/perClass/" + DeliverDataset.CLASSES.nameOf(c)).asDouble())
                    .isCloseTo(plain.isPresent(c) ? plain.iou(c) : 0, within(1e-9));
        }
        assertThat(whole.at("/samples").asInt()).isEqualTo(4);
        assertThat(whole.at("/by/condition/rain/samples").asInt()).isEqualTo(2);
        assertThat(whole.at("/by/case/eventlowres/samples").asInt()).isEqualTo(2);
        assertThat(whole.at("/frames/rgb/sent").asInt()).isGreaterThanOrEqualTo(4);

        // As if the run had been killed while it wrote the third sample.
        List<String> lines = Files.readAllLines(state);
        assertThat(lines).hasSize(5);
        Path killed = folder.resolve("killed.jsonl");
        Files.writeString(
                killed,
                String.join("\n", lines.subList(0, 3)) + "\n" + lines.get(3).substring(0, 20));
        JsonNode resumed = json(scoreDeliver(killed));
        assertThat(resumed.at("/sets/sent").asInt()).isEqualTo(2);
        for (String figure : List.of("miou", "macc", "f1", "perClass", "by")) {
            assertThat(resumed.get(figure)).as(figure).isEqualTo(whole.get(figure));
        }
        assertThat(Files.readAllLines(killed)).containsExactlyInAnyOrderElementsOf(lines);

        // Nothing is left to do, and another scoring is refused.
        assertThat(json(scoreDeliver(state)).get("miou")).isEqualTo(whole.get("miou"));
        CommandRun other = scoreDeliver(state, "--grid", "native");
        assertThat(other.code()).isEqualTo(2);
        assertThat(other.err()).contains("whole.jsonl", "another scoring", "grid NATIVE", "grid SHORT_SIDE_1024");
    }

    @Test
    void emmBlackensEveryProperSubsetAndSubsetsLeaveSensorsOut() throws Exception {
        Path state = folder.resolve("emm.jsonl");
        String[] folders = {
            "--dataset", "folders", folder.resolve("two").toString(), "--description", yaml.toString(), "--protocol"
        };
        JsonNode emm = json(score(state, with(folders, "emm")));
        Recording recording = LabelledFolders.open(yaml, folder.resolve("two")).recording("val", 10);
        Map<String, Double> plain = new LinkedHashMap<>();
        plain.put("rgb+depth", miou(recording, List.of()));
        plain.put("depth", miou(recording, List.of("rgb")));
        plain.put("rgb", miou(recording, List.of("depth")));
        plain.forEach((present, miou) -> assertThat(
                        emm.at("/emm/byPresent").get(present).asDouble())
                .as(present)
                .isCloseTo(miou, within(5e-5)));
        assertThat(emm.at("/emm/avg").asDouble())
                .isCloseTo(plain.values().stream().mapToDouble(m -> m).average().orElseThrow(), within(5e-5));
        assertThat(emm.at("/domain").asText()).isEqualTo("raw8");

        JsonNode subsets = json(score(state, with(folders, "subsets")));
        assertThat(subsets.at("/subsets/rgb+depth").asDouble()).isCloseTo(plain.get("rgb+depth"), within(5e-5));
        assertThat(subsets.at("/subsets")).hasSize(3);
    }

    private static String[] with(String[] words, String last) {
        String[] all = Arrays.copyOf(words, words.length + 1);
        all[words.length] = last;
        return all;
    }

    private static double miou(Recording recording, List<String> black) {
        return plainly(recording, black, SIDE).miou(false);
    }

    @Test
    void aModelOfOtherClassesIsRefusedInOneMessage() {
        MiniFolders other = MiniFolders.write(folder.resolve("other"));
        CommandRun run = score(
                folder.resolve("refused.jsonl"),
                "--dataset",
                "folders",
                other.root().toString(),
                "--description",
                other.yaml().toString(),
                "--split",
                "train");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("street-nano", "three has 2 [road, other]", "knows 25 [Building");
        assertThat(run.err().lines()).hasSize(1);
        assertThat(folder.resolve("refused.jsonl")).doesNotExist();
    }

    @Test
    void whatIsNotTheDatasetIsSaidWithWhatWasExpectedAndFound() throws Exception {
        Path empty = Files.createDirectories(folder.resolve("empty").resolve("pictures"));
        CommandRun run = score(folder.resolve("x.jsonl"), "--dataset", "deliver", String.valueOf(empty.getParent()));
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("img", "pictures");
        CommandRun split = scoreDeliver(folder.resolve("x.jsonl"), "--split", "vel");
        assertThat(split.code()).isEqualTo(2);
        assertThat(split.err()).contains("split 'vel'", "did you mean 'val'?");
    }

    @Test
    void samplesWithoutLabelsAreSaidToHaveNone() throws Exception {
        MiniMuses mini = MiniMuses.write(folder.resolve("unlabelled"));
        Files.move(mini.root().resolve("gt_semantic"), mini.root().resolve("labels"));
        CommandRun run = score(
                folder.resolve("x.jsonl"), "--dataset", "muses", mini.root().toString());
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .contains("muses/val has no labels to judge by: there are no labels in gt_semantic; unpack the labels")
                .doesNotContain("reference frames");
    }

    @Test
    void aProtocolThatASensorsMessagesCannotHaveIsRefusedBeforeAnythingStarts() throws Exception {
        MiniMuses mini = MiniMuses.write(folder.resolve("points"));
        Path model = SeeingModel.write(folder, MusesDataset.CLASSES, List.of("rgb", "lidar"));
        Path state = folder.resolve("points.jsonl");
        String[] words = {"--dataset", "muses", mini.root().toString(), "--model", model.toString(), "--protocol", "nm"
        };
        CommandRun run = score(state, words);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("sensor 'lidar' sends point clouds; choose --domain normalised");
        assertThat(state).doesNotExist();
        JsonNode json = json(score(state, with(with(words, "--domain"), "normalised")));
        assertThat(json.at("/nm")).hasSize(3);
    }

    @Test
    void aDamagedStateFileIsNamedWithItsLine() throws Exception {
        Path state = folder.resolve("damaged.jsonl");
        Files.writeString(state, "{\n");
        CommandRun run = scoreDeliver(state);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("damaged.jsonl", "line 1");
    }
}
