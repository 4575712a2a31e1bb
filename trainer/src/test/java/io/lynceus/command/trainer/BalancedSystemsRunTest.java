package io.lynceus.command.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** EQUISeg and Keep the Balance, from their shipped nano configurations to a model that the node's segmenter runs. */
class BalancedSystemsRunTest {
    private static final Path CONFIGS =
            Path.of(System.getProperty("lynceus.root", "..")).resolve("configs");

    @TempDir
    private Path folder;

    /** The shipped configuration on small frames for three steps. */
    private String small(String name) throws Exception {
        String text = Files.readString(CONFIGS.resolve(name))
                .replaceAll("([hH]eight|[wW]idth): 256", "$1: 64")
                .replace("steps: 3200, batch: 4", "steps: 3, batch: 2")
                .replace("validations: 10, validationSamples: 60", "validations: 1, validationSamples: 1");
        return Files.writeString(folder.resolve(name), text).toString();
    }

    @ParameterizedTest
    @CsvSource({"equiseg-nano.yaml, 15", "keep-the-balance-nano.yaml, 3"})
    void threeStepsAreFittedExportedVerifiedAndEvaluated(String name, int subsets) throws Exception {
        String config = small(name);
        Path run = folder.resolve("run");
        String model = folder.resolve("model.onnx").toString();
        ShellRun.output("trainer", "fit", "--config", config, "--out", run.toString(), "--device", "cpu");
        String weights = run.resolve("best.safetensors").toString();
        ShellRun.output(
                "trainer", "export", "--config", config, "--weights", weights, "--out", model, "--evaluate", "0");

        JsonNode verified =
                ShellRun.json("trainer", "verify", "--config", config, "--weights", weights, "--sets", "1", "--json");
        assertThat(verified.at("/maxAbsLogitDifference").asDouble()).isLessThan(1e-3);
        assertThat(verified.at("/classFlips").asLong()).isZero();

        assertThat(ShellRun.output("model", "inspect", model)).contains(name.replace("-nano.yaml", ""));
        // by the node's segmenter, with every subset of the modalities
        JsonNode evaluated = ShellRun.json(
                "trainer",
                "evaluate",
                "--config",
                config,
                "--model",
                model,
                "--samples",
                "2",
                "--protocol",
                "emm",
                "--json");
        assertThat(evaluated.at("/emm/byPresent")).hasSize(subsets);
    }

    @Test
    void inspectCountsThemAsTheirCardsDo() throws Exception {
        assertThat(counts("equiseg", "b0").at("/parts/backbone").asLong()).isEqualTo(3_319_392);
        assertThat(counts("equiseg", "b1").at("/parts/backbone").asLong()).isEqualTo(13_151_424);
        JsonNode b2 = counts("equiseg", "b2");
        assertThat(b2.at("/parts/backbone").asLong()).isEqualTo(24_196_288);
        assertThat(b2.at("/parts/head").asLong()).isEqualTo(1_588_761);
        assertThat(b2.at("/frozen").asLong()).isZero();
        JsonNode base = ShellRun.json(
                "trainer", "inspect", "--network", "keep-the-balance", "--size", "base", "--classes", "40", "--json");
        assertThat(base.at("/trainable").asLong()).isEqualTo(7_545_886);
        assertThat(base.at("/parts/adapters").asLong()).isEqualTo(1_770_464);
        assertThat(base.at("/parts/prompts").asLong()).isEqualTo(576_080);
        assertThat(base.at("/parts/fusion").asLong()).isEqualTo(1_606_646);
        assertThat(base.at("/parts/patches").asLong()).isEqualTo(6_528);
        assertThat(base.at("/parts/heads").asLong()).isEqualTo(2_055_208 + 1_530_960);
    }

    private static JsonNode counts(String network, String size) throws Exception {
        return ShellRun.json("trainer", "inspect", "--network", network, "--size", size, "--classes", "25", "--json");
    }
}
