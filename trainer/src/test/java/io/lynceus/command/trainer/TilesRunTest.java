package io.lynceus.command.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.lynceus.command.trainer.run.RunConfig;
import io.lynceus.data.DataSources;
import io.lynceus.data.Sample;
import io.lynceus.data.SampleSource;
import io.lynceus.dataset.layout.MiniTiles;
import io.lynceus.evaluate.ModelPredictor;
import io.lynceus.metric.ConfusionMatrix;
import io.lynceus.raster.RasterSize;
import io.lynceus.segment.ExecutionProvider;
import io.lynceus.segment.OnnxSegmenter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a folder of tiles to a model whose masks of windows the node sends and score puts together. */
class TilesRunTest {
    private static final Path CONFIGS =
            Path.of(System.getProperty("lynceus.root", "..")).resolve("configs");
    private static final int WIDTH = 150;
    private static final int HEIGHT = 110;
    private static final int SIDE = 64;
    private static final int STRIDE = 40;

    @TempDir
    private Path folder;

    /** The shipped nano configuration on the made-up ground, for two steps. */
    private Path config(MiniTiles mini) throws Exception {
        String shipped = Files.readString(CONFIGS.resolve("equiseg-tiles-nano.yaml"));
        String small = shipped.replace(
                        "configs/vaihingen-mfnet.tiles.yaml", mini.yaml().toString())
                .replace("root: /data/vaihingen", "root: " + mini.root())
                .replace("steps: 3200, batch: 4", "steps: 2, batch: 2")
                .replace("validations: 10", "validations: 1");
        return Files.writeString(folder.resolve("ground.yaml"), small);
    }

    @Test
    void aNetworkLearnsFromRandomPartsIsJudgedOnWholeTilesAndScoredThroughTheNode() throws Exception {
        MiniTiles mini = MiniTiles.write(folder.resolve("tiles"), WIDTH, HEIGHT, SIDE, STRIDE, 32);
        String config = config(mini).toString();
        String model = folder.resolve("ground.onnx").toString();
        Path fitted = folder.resolve("run");
        ShellRun.output("trainer", "fit", "--config", config, "--out", fitted.toString());
        assertThat(Files.readString(fitted.resolve("log.csv"))
                        .lines()
                        .reduce((a, b) -> b)
                        .orElseThrow())
                .matches(".*,0\\.[0-9]+"); // a validation of the whole tile
        String weights = fitted.resolve("best.safetensors").toString();
        ShellRun.output(
                "trainer", "export", "--config", config, "--weights", weights, "--out", model, "--evaluate", "1");
        ShellRun.output("trainer", "verify", "--config", config, "--weights", weights, "--sets", "1");

        String[] score = {
            "score",
            "--dataset",
            "tiles",
            mini.root().toString(),
            "--description",
            mini.yaml().toString(),
            "--split",
            "val",
            "--model",
            model,
            "--state",
            folder.resolve("state.jsonl").toString(),
            "--json"
        };
        JsonNode report = ShellRun.json(score);
        assertThat(report.at("/samples").asInt()).isEqualTo(3 * 4);
        assertThat(report.at("/miou").asDouble())
                .isCloseTo(judgedWhole(mini, Path.of(config), Path.of(model)).miou(), within(1e-9));
    }

    /** The masks of windows put together by code of its own: each pixel from the window whose centre is nearest. */
    private static ConfusionMatrix judgedWhole(MiniTiles mini, Path config, Path model) {
        RunConfig read = RunConfig.read(config);
        Sample tile =
                DataSources.open(read.data(), read.modalities()).validation().sample(0, new RasterSize(SIDE, SIDE));
        byte[] whole = new byte[WIDTH * HEIGHT];
        double[] nearest = new double[WIDTH * HEIGHT];
        Arrays.fill(nearest, Double.MAX_VALUE);
        try (OnnxSegmenter segmenter = OnnxSegmenter.open(model, List.of(ExecutionProvider.CPU), 1)) {
            for (int y : new int[] {0, 40, HEIGHT - SIDE}) {
                for (int x : new int[] {0, 40, 80, WIDTH - SIDE}) {
                    byte[] mask = new ModelPredictor(segmenter)
                            .masks(List.of(window(tile, x, y)))
                            .get(0);
                    for (int i = 0; i < mask.length; i++) {
                        int column = i % SIDE;
                        int row = i / SIDE;
                        // columns and rows are chosen one by one, as the windows lie on a grid
                        double away = Math.abs(column + 0.5 - SIDE / 2.0) * 1000 + Math.abs(row + 0.5 - SIDE / 2.0);
                        int at = (y + row) * WIDTH + x + column;
                        if (away < nearest[at]) {
                            nearest[at] = away;
                            whole[at] = mask[i];
                        }
                    }
                }
            }
        }
        ConfusionMatrix matrix = new ConfusionMatrix(6);
        matrix.add(mini.ground("5").eroded(), whole);
        return matrix;
    }

    private static Sample window(Sample tile, int x, int y) {
        List<Sample.Frame> frames = tile.frames().stream()
                .map(frame -> {
                    byte[] part = new byte[SIDE * SIDE * 3];
                    for (int row = 0; row < SIDE; row++) {
                        System.arraycopy(frame.raster(), ((y + row) * WIDTH + x) * 3, part, row * SIDE * 3, SIDE * 3);
                    }
                    return new Sample.Frame(frame.modality(), part);
                })
                .toList();
        return new Sample("window", SIDE, SIDE, frames, tile.label());
    }

    @Test
    void randomPartsAreOfTheTileUprightOrUpsideDownAndTheSameForTheSameIndex() throws Exception {
        MiniTiles mini = MiniTiles.write(folder.resolve("tiles"), WIDTH, HEIGHT, SIDE, STRIDE, 32);
        RunConfig read = RunConfig.read(config(mini));
        SampleSource training = DataSources.open(read.data(), read.modalities()).training();
        MiniTiles.Ground ground = mini.ground("1");
        int turned = 0;
        for (int index = 0; index < 40; index++) {
            Sample sample = training.sample(index);
            assertThat(training.sample(index).frames().get(0).raster())
                    .isEqualTo(sample.frames().get(0).raster());
            String[] at = sample.id().split("@x|y");
            int x = Integer.parseInt(at[at.length - 2]);
            int y = Integer.parseInt(at[at.length - 1]);
            boolean upright = equal(sample, ground, x, y, false);
            assertThat(upright || equal(sample, ground, x, y, true))
                    .as(sample.id())
                    .isTrue();
            turned += upright ? 0 : 1;
        }
        assertThat(turned).isBetween(8, 32);
    }

    private static boolean equal(Sample sample, MiniTiles.Ground ground, int x, int y, boolean upsideDown) {
        for (int row = 0; row < SIDE; row++) {
            int from = y + (upsideDown ? SIDE - 1 - row : row);
            for (int column = 0; column < SIDE; column++) {
                int i = from * WIDTH + x + column;
                int j = row * SIDE + column;
                if (sample.label().classIds()[j] != ground.ids()[i]
                        || sample.frames().get(0).raster()[3 * j + 1] != ground.rgb()[3 * i + 1]) {
                    return false;
                }
            }
        }
        return true;
    }
}
