package io.lynceus.command.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lynceus.checkpoint.Safetensors;
import io.lynceus.command.trainer.run.Run;
import io.lynceus.command.trainer.run.RunConfig;
import io.lynceus.nn.torch.Parameters;
import io.lynceus.nn.torch.Torch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Device;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The demo drives with a model of each system, whose weights are fresh: what matters is which sensors take part. */
class DemoOfSystemsTest {
    private static final Path CONFIGS =
            Path.of(System.getProperty("lynceus.root", "..")).resolve("configs");

    @TempDir
    private Path folder;

    private Path model(String name) throws Exception {
        String text =
                Files.readString(CONFIGS.resolve(name + ".yaml")).replaceAll("([hH]eight|[wW]idth): 256", "$1: 160");
        Path config = Files.writeString(folder.resolve(name + ".yaml"), text);
        Path weights = folder.resolve("fresh.safetensors");
        Path model = folder.resolve("model.onnx");
        Torch.start();
        try (Device cpu = new Device("cpu");
                Parameters fresh = Run.open(RunConfig.read(config), cpu).parameters()) {
            Safetensors.write(weights, fresh.snapshot(Map.of()));
        }
        ShellRun.output(
                "trainer",
                "export",
                "--config",
                config.toString(),
                "--weights",
                weights.toString(),
                "--out",
                model.toString(),
                "--evaluate",
                "0");
        return model;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"mle-sam-nano", "equiseg-nano", "mfnet-nano", "mobanet-nano-lidar", "keep-the-balance-nano-lidar"
            })
    void theDemoSendsTheSensorsThatTheModelKnowsAndMasksCome(String name) throws Exception {
        String[] words = {"demo", "--model", model(name).toString(), "--duration", "2s", "--rate", "2", "--json"};
        JsonNode report = ShellRun.json(words);

        List<String> known =
                RunConfig.read(folder.resolve(name + ".yaml")).network().modalities();
        assertThat(report.get("frames").fieldNames()).toIterable().containsExactlyInAnyOrderElementsOf(known);
        assertThat(report.get("frames"))
                .allSatisfy(frames -> assertThat(frames.get("sent").asInt()).isPositive());
        assertThat(report.at("/masks").asInt()).isPositive();
    }
}
