package io.lynceus.command.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.lynceus.dataset.layout.MiniDeliver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fine-tuning on DELIVER in small, and the figures that come of it. */
class DatasetRunTest {
    private static final Path ROOT = Path.of(System.getProperty("lynceus.root", ".."));

    @TempDir
    private Path folder;

    /** The shipped configuration, with a smaller network, smaller samples and a few steps. */
    private Path config(Path data) throws Exception {
        String small = Files.readString(ROOT.resolve("configs/deliver-tiny.yaml"))
                .replace("size: tiny", "size: nano")
                .replaceAll("(?m)^start:.*", "")
                .replace("/data/DELIVER", data.toString())
                .replaceAll("([hH]eight|[wW]idth): 1024", "$1: 64")
                .replace("shortSide: 1024", "shortSide: 64")
                .replaceAll("steps: \\d+, batch: \\d+, learningRate: [\\d.]+", "steps: 6, batch: 2, learningRate: 0.01")
                .replaceAll("decaySteps: \\d+", "decaySteps: 0")
                .replaceAll("validations: \\d+", "validations: 1");
        return Files.writeString(folder.resolve("small.yaml"), small);
    }

    @Test
    void theNodesScoreOfAFittedModelIsTheTrainersEvaluationOfIt() throws Exception {
        Path data = MiniDeliver.write(folder).root();
        String config = config(data).toString();
        Path run = folder.resolve("run");
        String model = folder.resolve("my.onnx").toString();
        ShellRun fit = ShellRun.of("trainer", "fit", "--config", config, "--out", run.toString());
        assertThat(fit.code()).as(fit.err()).isZero();
        String weights = run.resolve("best.safetensors").toString();
        ShellRun export = ShellRun.of(
                "trainer", "export", "--config", config, "--weights", weights, "--out", model, "--evaluate", "2");
        assertThat(export.code()).as(export.err()).isZero();

        JsonNode evaluated = ShellRun.json("trainer", "evaluate", "--config", config, "--model", model, "--json");
        JsonNode scored = score(data, model);
        // The same frames, rules and file; only threads may differ, and turn a class where two are as good.
        assertThat(evaluated.at("/miou").asDouble())
                .isPositive()
                .isCloseTo(scored.at("/miou").asDouble(), within(1e-3));
        assertThat(evaluated.at("/perClass")).hasSize(25);
        evaluated.at("/perClass").properties().forEach(iou -> assertThat(
                        iou.getValue().asDouble())
                .as(iou.getKey())
                .isCloseTo(scored.at("/perClass/" + iou.getKey()).asDouble(), within(1e-2)));

        JsonNode noisy = ShellRun.json(
                "trainer", "evaluate", "--config", config, "--model", model, "--protocol", "emm", "--json");
        assertThat(noisy.at("/emm/byPresent/rgb+depth+event+lidar").asDouble())
                .isCloseTo(evaluated.at("/miou").asDouble(), within(5e-5));
        assertThat(noisy.at("/emm/byPresent")).hasSize(15);
        assertThat(List.copyOf(noisy.at("/emm/e").properties())).hasSize(3);
        assertNoiseOfTheTensorIsTheSame(data, config, model);
    }

    /** The dice fall by seed, sample and modality, wherever the fault is put in. */
    private void assertNoiseOfTheTensorIsTheSame(Path data, String config, String model) throws Exception {
        String[] noise = {"--protocol", "nm", "--domain", "normalised"};
        JsonNode overTheBus = score(data, model, noise);
        JsonNode here = ShellRun.json(Stream.concat(
                        Stream.of("trainer", "evaluate", "--config", config, "--model", model, "--json"),
                        Stream.of(noise))
                .toArray(String[]::new));
        assertThat(here.at("/domain").asText()).isEqualTo("normalised");
        for (String level : List.of("low", "mid", "high")) {
            assertThat(here.at("/nm/" + level).asDouble())
                    .as(level)
                    .isCloseTo(overTheBus.at("/nm/" + level).asDouble(), within(1e-3));
        }
    }

    private JsonNode score(Path data, String model, String... more) throws Exception {
        return ShellRun.json(Stream.concat(
                        Stream.of(
                                "score",
                                "--dataset",
                                "deliver",
                                data.toString(),
                                "--split",
                                "val",
                                "--model",
                                model,
                                "--state",
                                folder.resolve("score" + more.length + ".jsonl").toString(),
                                "--json"),
                        Stream.of(more))
                .toArray(String[]::new));
    }

    @Test
    void withoutTheDatasetItIsSaidWhatWasExpectedAndWhereAndTheExitCodeIsOfUsage() {
        String config = ROOT.resolve("configs/deliver-tiny.yaml").toString();
        ShellRun fit = ShellRun.of("trainer", "fit", "--config", config, "--root", folder.toString());
        assertThat(fit.code()).isEqualTo(2);
        assertThat(fit.err().lines()).hasSize(1);
        assertThat(fit.err()).contains("there is no img in " + folder, "nothing in it");
    }

    @Test
    void aStartThatIsNotThereIsNamed() throws Exception {
        Path config = config(MiniDeliver.write(folder).root());
        Files.writeString(config, Files.readString(config) + "\nstart: nowhere.safetensors\n");
        ShellRun fit = ShellRun.of("trainer", "fit", "--config", config.toString());
        assertThat(fit.code()).isEqualTo(2);
        assertThat(fit.err()).contains("start is nowhere.safetensors", "does not exist");
    }

    @Test
    void aTrainingWhoseLossIsNoNumberEndsWithTheCodeOfFailureAndTheLikelyCauses() throws Exception {
        Path config = config(MiniDeliver.write(folder).root());
        Files.writeString(config, Files.readString(config).replace("learningRate: 0.01", "learningRate: 1.0e+30"));
        Path run = folder.resolve("run");
        ShellRun fit = ShellRun.of("trainer", "fit", "--config", config.toString(), "--out", run.toString());
        assertThat(fit.code()).as(fit.err()).isEqualTo(1);
        assertThat(fit.err()).contains("the loss is NaN", "Likely causes: a learning rate that is too high");
        assertThat(run.resolve("best.safetensors")).doesNotExist();
    }

    @Test
    void aFolderThatCannotBeWrittenIsRefusedInOneSentenceBeforeTheTrainingStarts() throws Exception {
        Path config = config(MiniDeliver.write(folder).root());
        Path file = Files.writeString(folder.resolve("file"), "not a folder");
        // The kernel's folder says that it may be written, and takes no folder.
        for (Path run : List.of(file, Path.of("/proc/run"))) {
            ShellRun fit = ShellRun.of("trainer", "fit", "--config", config.toString(), "--out", run.toString());
            assertThat(fit.code()).isEqualTo(2);
            assertThat(fit.err().lines())
                    .anyMatch(line ->
                            line.startsWith("lynceus: " + run + " cannot be written: ") && line.endsWith("--out"));
        }
    }

    @Test
    void aSavedWebPageIsNoStart() throws Exception {
        Path config = config(MiniDeliver.write(folder).root());
        Path page = Files.writeString(folder.resolve("sam2.pt"), "<!DOCTYPE html><html>");
        Files.writeString(config, Files.readString(config) + "\nstart: " + page + "\n");
        ShellRun fit = ShellRun.of("trainer", "fit", "--config", config.toString());
        assertThat(fit.code()).isEqualTo(2);
        assertThat(fit.err().lines()).hasSize(1);
        assertThat(fit.err()).contains("sam2.pt", "a saved web page and not the weights");
    }
}
