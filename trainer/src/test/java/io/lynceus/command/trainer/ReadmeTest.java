package io.lynceus.command.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.command.Lynceus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Every command in the README exists with its flags, and every configuration that it names is there. */
class ReadmeTest {
    private static final Path ROOT = Path.of(System.getProperty("lynceus.root", ".."));

    @Test
    void everyCommandOfTheReadmeParses() throws IOException {
        List<String> commands = Files.readAllLines(ROOT.resolve("README.md")).stream()
                .map(String::strip)
                .filter(line -> line.startsWith("./lynceus "))
                .map(line -> line.replaceAll("\\s+#.*", "").substring("./lynceus ".length()))
                .toList();
        assertThat(commands).hasSizeGreaterThan(8);
        for (String command : commands) {
            CommandLine.ParseResult parsed = Lynceus.commandLine().parseArgs(command.split("\\s+"));
            assertThat(parsed.hasSubcommand()).as(command).isTrue();
            Arrays.stream(command.split("\\s+"))
                    .filter(word -> word.startsWith("configs/"))
                    .forEach(file -> assertThat(ROOT.resolve(file)).exists());
        }
    }

    @Test
    void everyRunInTheRepositoryCanBeRead() {
        for (String run : List.of("street-nano", "street-nano-pretrain", "cwfid")) {
            assertThat(RunConfig.read(ROOT.resolve("configs/" + run + ".yaml")).name())
                    .isEqualTo(run);
        }
    }
}
