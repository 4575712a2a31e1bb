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
import io.lynceus.dataset.layout.MiniDeliver;
import io.lynceus.fault.protocol.NoiseLevel;
import io.lynceus.fault.protocol.Protocols;
import io.lynceus.segment.SeeingModel;
import io.lynceus.wire.Modality;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The robustness protocols over the bus, on two samples of a miniature DELIVER and a model of camera and depth. */
class ScoreProtocolsTest {
    private static final int CLASSES = DeliverDataset.CLASSES.size();
    private static final int GRID = 1024;
    private static final double[] MEAN = {0.485, 0.456, 0.406};
    private static final double[] STD = {0.229, 0.224, 0.225};

    @TempDir
    private static Path folder;

    private static Path root;
    private static Path model;

    @BeforeAll
    static void write() {
        root = MiniDeliver.write(folder).root();
        model = SeeingModel.write(folder, DeliverDataset.CLASSES, List.of("rgb", "depth"));
    }

    private static CommandRun run(Path state, String... more) {
        return CommandRun.of(Stream.concat(
                        Stream.of(
                                "score",
                                "--json",
                                "--dataset",
                                "deliver",
                                root.toString(),
                                "--condition",
                                "sun",
                                "--model",
                                model.toString(),
                                "--state",
                                state.toString()),
                        Stream.of(more))
                .toArray(String[]::new));
    }

    private static JsonNode score(Path state, String... more) throws Exception {
        CommandRun run = run(state, more);
        assertThat(run.code()).as(run.err()).isZero();
        return new ObjectMapper().readTree(run.out().strip());
    }

    /** Rounded mIoU of every run in a state file, its matrices added up by hand. */
    private static Map<String, Double> mious(Path state) throws Exception {
        Map<String, PlainLoop.Count> counts = new LinkedHashMap<>();
        List<String> lines = Files.readAllLines(state);
        for (String line : lines.subList(1, lines.size())) {
            JsonNode json = new ObjectMapper().readTree(line);
            PlainLoop.Count count =
                    counts.computeIfAbsent(json.get("variant").asText(), variant -> new PlainLoop.Count(CLASSES));
            JsonNode triples = json.get("counts");
            for (int i = 0; i < triples.size(); i += 3) {
                for (long n = 0; n < triples.get(i + 2).asLong(); n++) {
                    count.add(triples.get(i).asInt(), triples.get(i + 1).asInt());
                }
            }
        }
        Map<String, Double> mious = new LinkedHashMap<>();
        counts.forEach((variant, count) -> mious.put(variant, rounded(count.miou(true))));
        return mious;
    }

    private static double rounded(double miou) {
        return Math.round(miou * 1e4) / 1e4;
    }

    @Test
    void rmmRunsEachShareOnEachSubsetAndAKilledRunGoesOnToTheSameFigures() throws Exception {
        Path state = folder.resolve("rmm.jsonl");
        JsonNode json = score(state, "--protocol", "rmm");
        Map<String, Double> mious = mious(state);
        assertThat(mious).hasSize(1 + 3 * 2);
        assertThat(Files.readAllLines(state)).hasSize(1 + 2 * 7);
        for (String r : List.of("0.25", "0.5", "0.75")) {
            JsonNode columns = json.at("/rmm").get(r);
            double whole = mious.get("whole");
            double depthAlone = mious.get("rmm" + r + ":rgb");
            double cameraAlone = mious.get("rmm" + r + ":depth");
            assertThat(depthAlone).isNotEqualTo(whole);
            assertThat(columns.at("/byPresent/rgb+depth").asDouble()).isEqualTo(whole);
            assertThat(columns.at("/byPresent/depth").asDouble()).isEqualTo(depthAlone);
            assertThat(columns.at("/byPresent/rgb").asDouble()).isEqualTo(cameraAlone);
            assertThat(columns.at("/avg").asDouble()).isCloseTo((whole + depthAlone + cameraAlone) / 3, within(1e-12));
            for (double p : new double[] {0.2, 0.1, 0.05}) {
                double weighted = (1 - p) * (1 - p) * whole + p * (1 - p) * (depthAlone + cameraAlone);
                assertThat(columns.at("/e").get(Double.toString(p)).asDouble())
                        .isCloseTo(weighted / (1 - p * p), within(1e-12));
            }
        }
        assertThat(json.at("/domain").asText()).isEqualTo("raw8");
        assertThat(new TreeSet<>(mious.values())).as("no two runs alike").hasSize(7);

        // As if it had been killed in the fifth run, while a line was written: the dice fall as before.
        List<String> lines = Files.readAllLines(state);
        Path killed = folder.resolve("killed.jsonl");
        Files.writeString(killed, String.join("\n", lines.subList(0, 10)) + "\n{\"variant\": \"rmm0");
        assertThat(score(killed, "--protocol", "rmm")).isEqualTo(json);
        assertThat(Files.readAllLines(killed)).containsExactlyInAnyOrderElementsOf(lines);
    }

    @Test
    void nmHasAColumnForEachLevelAndTheDomainsDoNotMix() throws Exception {
        Path state = folder.resolve("nm.jsonl");
        JsonNode json = score(state, "--protocol", "nm", "--fault-seed", "9");
        Map<String, Double> mious = mious(state);
        assertThat(mious).containsOnlyKeys("nm:low", "nm:mid", "nm:high");
        mious.forEach((variant, miou) ->
                assertThat(json.at("/nm").get(variant.substring(3)).asDouble()).isEqualTo(miou));
        assertThat(json.at("/nm")).hasSize(3);

        CommandRun mixed = run(state, "--protocol", "nm", "--fault-seed", "9", "--domain", "normalised");
        assertThat(mixed.code()).isEqualTo(2);
        assertThat(mixed.err()).contains("another scoring", "domain normalised");
    }

    /** At the 1024 x 1024 places of DELIVER's reference, rounded. */
    private static double plainly(PlainLoop.Spoil spoil) throws Exception {
        Recording recording =
                Deliver.open(root, SampleFilter.ALL.with("split", "val").with("condition", "sun"), 10);
        PlainLoop.Count count = new PlainLoop.Count(CLASSES);
        PlainLoop.masks(model, recording, spoil).forEach((id, mask) -> {
            LabelRaster label = recording.labels().orElseThrow().of(id).orElseThrow();
            for (int i = 0; i < GRID * GRID; i++) {
                int x = i % GRID;
                int y = i / GRID;
                count.add(label.at(x * label.width() / GRID, y * label.height() / GRID), mask.at(x, y, GRID, GRID));
            }
        });
        return rounded(count.miou(true));
    }

    @Test
    void inTheNormalisedDomainAMissingCameraIsTheMeanColour() throws Exception {
        JsonNode json = score(folder.resolve("emm.jsonl"), "--protocol", "emm", "--domain", "normalised");
        double depthAlone = plainly((sample, sensor, raster) -> fill(raster, sensor.equals("rgb"), 124, 116, 104));
        double cameraAlone = plainly((sample, sensor, raster) -> fill(raster, sensor.equals("depth"), 0, 0, 0));
        double black = plainly((sample, sensor, raster) -> fill(raster, sensor.equals("rgb"), 0, 0, 0));
        assertThat(json.at("/domain").asText()).isEqualTo("normalised");
        assertThat(json.at("/emm/byPresent/depth").asDouble())
                .isEqualTo(depthAlone)
                .isNotEqualTo(black);
        assertThat(json.at("/emm/byPresent/rgb").asDouble()).isEqualTo(cameraAlone);
        assertThat(json.at("/emm/byPresent/rgb+depth").asDouble()).isEqualTo(plainly(PlainLoop.Spoil.NONE));
        assertThat(json.at("/emm/e")).hasSize(3);
    }

    private static void fill(ByteBuffer raster, boolean wanted, int... rgb) {
        for (int i = 0; i < raster.capacity() && wanted; i++) {
            raster.put(i, (byte) rgb[i % 3]);
        }
    }

    @Test
    void inTheNormalisedDomainNoiseIsPutIntoTheTensorAtTheModelsSize() throws Exception {
        JsonNode json = score(
                folder.resolve("tensor.jsonl"), "--protocol", "nm", "--domain", "normalised", "--fault-seed", "4");
        List<Double> plain = new ArrayList<>();
        for (NoiseLevel level : NoiseLevel.values()) {
            double miou = plainly((sample, sensor, raster) -> spoil(sample, new Modality(sensor), raster, level));
            assertThat(json.at("/nm").get(level.name().toLowerCase(Locale.ROOT)).asDouble())
                    .as(level.name())
                    .isEqualTo(miou);
            plain.add(miou);
        }
        assertThat(new TreeSet<>(plain)).hasSize(3);
    }

    /** The tensor as the benchmark makes it, its noise, and the nearest that 8 bits can hold. */
    private static void spoil(String sample, Modality modality, ByteBuffer raster, NoiseLevel level) {
        boolean rgb = modality.equals(Modality.RGB);
        float[] tensor = new float[raster.capacity()];
        for (int i = 0; i < tensor.length; i++) {
            float share = (raster.get(i) & 0xFF) / 255f;
            tensor[i] = (float) (rgb ? (share - MEAN[i % 3]) / STD[i % 3] : share);
        }
        Protocols.noisy(tensor, modality, level, Protocols.NORMALISED, Protocols.dice(4, sample, modality));
        for (int i = 0; i < tensor.length; i++) {
            float share = (float) (rgb ? tensor[i] * STD[i % 3] + MEAN[i % 3] : tensor[i]);
            raster.put(i, (byte) Math.round(Math.max(0, Math.min(255, 255 * share))));
        }
    }
}
