package io.lynceus.command.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class UpgradeCommandTest {
    @Test
    void aFileThatKeepsTheNewestContractIsRefusedAndNothingIsWritten(@TempDir Path folder) {
        StringWriter errors = new StringWriter();
        Path out = folder.resolve("new.onnx");
        int code = new CommandLine(new UpgradeCommand())
                .setErr(new PrintWriter(errors))
                .execute("--model", "street-nano", "--out", out.toString());
        assertThat(code).isNotZero();
        assertThat(errors.toString())
                .contains("street-nano keeps contract 3, only files of contract 2 can be upgraded");
        assertThat(out).doesNotExist();
    }
}
