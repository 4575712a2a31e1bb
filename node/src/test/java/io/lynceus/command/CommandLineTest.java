package io.lynceus.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** What users see before anything runs: help, and messages about their settings. */
class CommandLineTest {
    @TempDir
    Path folder;

    private static List<CommandLine> leaves(CommandLine line) {
        List<CommandLine> all = new ArrayList<>();
        for (CommandLine below : line.getSubcommands().values()) {
            if (below.getSubcommands().isEmpty() && !below.getCommandName().equals("help")) {
                all.add(below);
            } else {
                all.addAll(leaves(below));
            }
        }
        return all;
    }

    private static String[] words(CommandLine command, String last) {
        String words = command.getCommandSpec().qualifiedName(" ") + " " + last;
        return Arrays.stream(words.split(" ")).skip(1).toArray(String[]::new);
    }

    @TestFactory
    Stream<DynamicTest> everyCommandHasHelpWithAnExample() {
        return leaves(Lynceus.commandLine()).stream()
                .map(command -> DynamicTest.dynamicTest(command.getCommandName(), () -> {
                    CommandRun run = CommandRun.of(words(command, "--help"));
                    assertThat(run.code()).isZero();
                    assertThat(run.out())
                            .contains("Usage: " + command.getCommandSpec().qualifiedName(" "))
                            .contains("Example: ./lynceus ");
                }));
    }

    @TestFactory
    Stream<DynamicTest> everyOptionWithAValueTellsItsDefault() {
        return leaves(Lynceus.commandLine()).stream().flatMap(command -> command.getCommandSpec().options().stream()
                .filter(option -> option.arity().max() > 0 && !option.required() && !option.isMultiValue())
                .map(option -> DynamicTest.dynamicTest(
                        command.getCommandName() + " " + option.longestName(),
                        () -> assertThat(description(option)).contains("Default: "))));
    }

    private static String description(OptionSpec option) {
        return String.join(" ", option.description());
    }

    @Test
    void aWrongCommandLineIsAUsageErrorWithAMessage() {
        CommandRun unknown = CommandRun.of("demo", "--frobnicate");
        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.err()).contains("Unknown option: '--frobnicate'");
        CommandRun near = CommandRun.of("demo", "--durration", "3s");
        assertThat(near.code()).isEqualTo(2);
        assertThat(near.err()).contains("Unknown option", "'--durration'", "Possible solutions: --duration");
        CommandRun missing = CommandRun.of("node");
        assertThat(missing.code()).isEqualTo(2);
        assertThat(missing.err()).contains("--rig");
        assertThat(CommandRun.of("flight").code()).isEqualTo(2);
        CommandRun word = CommandRun.of("demo", "--kill", "rgb");
        assertThat(word.code()).isEqualTo(2);
        assertThat(word.err()).contains("rgb");
        CommandRun none = CommandRun.of("bench", "--sets", "0");
        assertThat(none.code()).isEqualTo(2);
        assertThat(none.err()).contains("--sets is 0, allowed is 1 or more");
    }

    /** A broker that does not answer would take a minute to say so. */
    @ParameterizedTest
    @CsvSource({
        "replay street --speed -1, '--speed is -1.0; give a number above 0'",
        "replay street --from -3s, --from is -3000 ms",
        "replay street --live --speed 0, '--live gives frames the time'",
        "node --rig RIG --threads 0, '--threads is 0, allowed is 1 or more'",
        "node --rig RIG --create-topics --partitions 0, '--partitions is 0, allowed is 1 or more'",
        "bench --threads 0, '--threads is 0, allowed is 1 or more'",
        "bench pages --window 0s, '--window is 0 ms; give a time above 0'",
        "bridge foxglove ws://127.0.0.1:1 --topics /a --duration 0s, '--duration is 0 ms; give a time above 0'",
        "soak --every 0s, '--every is 0 ms; give a time above 0'",
        "campaign --rate 0, 'the rate is 0.0 sets per second, allowed is a rate above 0'",
    })
    @Timeout(20)
    void numbersThatCannotBeAreRefusedBeforeABrokerIsAsked(String line, String message) throws Exception {
        Path rig = Files.writeString(folder.resolve("rig.yaml"), "rigs: [a]\n");
        CommandRun run = CommandRun.of(line.replace("RIG", rig.toString()).split(" "));
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains(message);
    }

    @ParameterizedTest
    @CsvSource({
        "score --dataset deliver . --gate --protocol emm, --protocol has no effect with --gate",
        "score --dataset deliver . --gate --strict, --strict has no effect with --gate",
        "score --dataset deliver . --gate-samples 9, --gate-samples has an effect with --gate only",
        "score --dataset deliver . --domain normalised, --domain has an effect with --protocol only",
        "score --dataset deliver . --gate --gate-samples 0, '--gate-samples is 0, allowed is 1 or more'",
        "node --rig none.yaml --partitions 3, --partitions has an effect with --create-topics only",
        "bench --live --rounds 3, --rounds has no effect with --live",
        "bench settings --batches 1 --against other.onnx, --against has no effect with --batches",
    })
    void anOptionWithoutAnEffectIsRefused(String line, String message) {
        CommandRun run = CommandRun.of(line.split(" "));
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains(message);
    }

    @Test
    void anUnknownKeyOfARigFileNamesTheNearest() throws Exception {
        Path rig = Files.writeString(folder.resolve("rig.yaml"), "rigs: [a]\nsync: {tolerence: 20ms}\n");
        CommandRun run = CommandRun.of("node", "--rig", rig.toString());
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("rig.yaml", "sync.tolerence", "did you mean 'tolerance'");
    }

    @Test
    void aRigFileThatIsNotThereIsAUsageError() {
        CommandRun run =
                CommandRun.of("doctor", "--rig", folder.resolve("none.yaml").toString());
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("none.yaml does not exist");
    }

    @Test
    void aModelThatIsNotThereIsAUsageError() {
        CommandRun run =
                CommandRun.of("model", "inspect", folder.resolve("none.onnx").toString());
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("none.onnx does not exist");
    }
}
