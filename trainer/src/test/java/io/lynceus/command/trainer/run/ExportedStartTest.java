package io.lynceus.command.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.command.trainer.ShellRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training that starts from an exported model. */
class ExportedStartTest {
    @TempDir
    private static Path folder;

    private static Path model;

    private static Path config(String name, String modalities, String start) throws IOException {
        return Files.writeString(
                folder.resolve(name + ".yaml"),
                """
                name: %s
                network: {size: nano, modalities: %s, loraRank: 2, trainEncoder: true, fusion: normalised}
                start: %s
                data: {source: street, height: 64, width: 64, seed: 5, minScale: 1, maxScale: 1, blur: 0}
                fit: {steps: 2, batch: 1, seed: 4, loaderThreads: 1, validations: 1, validationSamples: 1}
                """
                        .formatted(name, modalities, start));
    }

    @BeforeAll
    static void export() throws IOException {
        String config = config("first", "[rgb, depth]", "''").toString();
        Path run = folder.resolve("run");
        model = folder.resolve("first.onnx");
        ShellRun.output("trainer", "fit", "--config", config, "--out", run.toString());
        ShellRun.output(
                "trainer",
                "export",
                "--config",
                config,
                "--weights",
                run.resolve("best.safetensors").toString(),
                "--out",
                model.toString(),
                "--evaluate",
                "0");
    }

    private static ShellRun start(Path config) {
        return ShellRun.of("trainer", "fit", "--config", config.toString(), "--bench-steps", "1");
    }

    @Test
    void theWeightsAreTakenOverAndThoseThatTheFileLacksAreNamedAndCounted() throws IOException {
        ShellRun run = start(config("second", "[rgb, depth]", model.toString()));
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err())
                .contains("weights from " + model)
                .contains("12 missing: ")
                .contains("sam_mask_decoder.output_hypernetworks_mlps.0.layers.0.weight")
                .doesNotContain("unexpected");
    }

    @Test
    void aModelOfOtherModalitiesIsRefused() throws IOException {
        ShellRun run = start(config("third", "[depth, rgb]", model.toString()));
        assertThat(run.code()).isNotZero();
        assertThat(run.err()).contains("[rgb, depth]").contains("[depth, rgb]").contains("first.onnx");
    }

    @Test
    void aFileThatOnlyHasTheNameOfAModelIsRefused() throws IOException {
        Path text = Files.writeString(folder.resolve("text.onnx"), "no model");
        ShellRun run = start(config("fourth", "[rgb, depth]", text.toString()));
        assertThat(run.code()).isNotZero();
        assertThat(run.err()).contains("text.onnx").contains("ONNX");
    }
}
