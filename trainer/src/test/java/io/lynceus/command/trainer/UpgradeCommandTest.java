package io.lynceus.command.trainer;

import static org.assertj.core.api.Assertions.assertThat;

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
        Path lean = folder.resolve("lean.onnx");
        upgrade("street-nano", lean); // refused too, if the shipped model is lean
        Path out = folder.resolve("new.onnx");
        assertThat(upgrade(Files.exists(lean) ? lean.toString() : "street-nano", out))
                .isNotZero();
        assertThat(errors.toString()).contains("keeps contract 3 and its graph is as lean as a new export's");
        assertThat(out).doesNotExist();
    }
}
