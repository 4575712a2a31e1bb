package io.lynceus.command.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import io.lynceus.segment.ShippedModels;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class UpgradeCommandTest {
    @TempDir
    private Path folder;

    private final StringWriter errors = new StringWriter();

    private int upgrade(String model, Path out) {
        return new CommandLine(new UpgradeCommand())
                .setErr(new PrintWriter(errors))
                .execute("--model", model, "--out", out.toString());
    }

    @Test
    void aFileThatIsAsLeanAsANewExportIsRefusedAndNothingIsWritten() {
        Path out = folder.resolve("new.onnx");
        assertThat(upgrade("street-nano", out)).isNotZero();
        assertThat(errors.toString())
                .contains("street-nano keeps contract 3 and its graph is as lean as a new export's");
        assertThat(out).doesNotExist();
    }

    @Test
    void aLeanerFileHasTheSameCardAndAnAnswerToEverySet() throws IOException {
        Path plain = folder.resolve("plain.onnx");
        Path lean = folder.resolve("lean.onnx");
        ModelProto shipped = ModelProto.parseFrom(Files.readAllBytes(ShippedModels.locate("street-nano")));
        Files.write(plain, withAnIdleSum(shipped).toByteArray());
        assertThat(upgrade(plain.toString(), lean)).as(errors.toString()).isZero();
        ModelProto upgraded = ModelProto.parseFrom(Files.readAllBytes(lean));
        assertThat(upgraded.getGraph()).isEqualTo(shipped.getGraph());
        assertThat(upgraded.getMetadataPropsList()).containsExactlyElementsOf(shipped.getMetadataPropsList());
    }

    @Test
    void aModelThatIsNotThereIsAUsageErrorInWords() {
        Path absent = folder.resolve("absent.onnx");
        ShellRun run = ShellRun.of(
                "trainer",
                "upgrade",
                "--model",
                absent.toString(),
                "--out",
                folder.resolve("new.onnx").toString());
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("lynceus: " + absent + " does not exist; check the path");
    }

    /** A model with a node of which nothing is used. */
    private static ModelProto withAnIdleSum(ModelProto model) {
        return model.toBuilder()
                .setGraph(model.getGraph().toBuilder()
                        .addNode(NodeProto.newBuilder()
                                .setOpType("Add")
                                .setName("idle")
                                .addInput("membership")
                                .addInput("membership")
                                .addOutput("idle")))
                .build();
    }
}
