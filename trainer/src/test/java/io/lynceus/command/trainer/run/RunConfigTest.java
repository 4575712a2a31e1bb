package io.lynceus.command.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.data.DataConfig;
import io.lynceus.fit.FitConfig;
import io.lynceus.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sections left blank, and numbers of the wrong kind, as people write them. */
class RunConfigTest {
    @TempDir
    private Path folder;

    private RunConfig read(String yaml) throws IOException {
        return RunConfig.read(Files.writeString(folder.resolve("run.yaml"), yaml));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "name:",
                "start:",
                "data:",
                "fit:",
                "network:",
                "name:\nstart:\ndata:\n  # source: deliver\nfit:\nnetwork:\n",
                "fit: {weightDecay: , loss: , optimiser: , schedule: , steps: }",
                "data: {splits: , filter: , faults: , height: , root: }",
                "network: {loraRank: , modalities: , size: }",
                "data:\n  splits: {training: , validation: }\n  faults: {probability: , kinds: }"
            })
    void aBlankKeyKeepsItsDefault(String yaml) throws IOException {
        RunConfig blank = read(yaml);
        assertThat(blank).isEqualTo(read("{}"));
        assertThat(blank.fit()).isEqualTo(FitConfig.RECIPE);
        assertThat(blank.data()).isEqualTo(DataConfig.RECIPE);
    }

    @Test
    void aRunThatIsNoYamlIsOneSentenceWithFileLineAndColumn() {
        assertThatThrownBy(() -> read("name: mine\nfit:\n  steps: 100\n   batch: 4\n"))
                .isInstanceOf(SettingsException.class)
                .message()
                .endsWith("run.yaml: line 4, column 9: a value or a new line is expected, seen is another ':'; put the"
                        + " value in quotes, or the key on a line of its own")
                .hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource({
        "'network: {loraRank: 0.5}', loraRank, 0.5",
        "'network: {trainEncoder: 1}', trainEncoder, 1",
        "'network: {modalities: [3.10]}', modalities, 3.1",
        "'fit: {steps: 2.9}', fit.steps, 2.9",
        "'fit: {steps: 1e3}', fit.steps, 1000",
        "'fit: {steps: ${STEPS}}', steps, ${STEPS}",
        "'fit: {steps: 99999999999999999999}', fit.steps, 99999999999999999999",
        "'fit: {batch: 5000000000}', fit.batch, 5000000000",
        "'fit: {learningRate: .inf}', fit.learningRate, .inf",
        "'fit: {learningRate: .NaN}', fit.learningRate, .NaN",
        "'fit: {learningRate: 1e400}', fit.learningRate, 1e400",
        "'fit: {learningRate: \"0.001\"}', fit.learningRate, 0.001",
        "'fit: {learningRate: true}', fit.learningRate, true",
        "'data: {mirror: ${MIRROR:-0.5}}', mirror, ${MIRROR:-0.5}",
        "'data: {splits: {training: 003}}', data.splits.training, 003",
        "'name: 1e3', name, 1000",
        "'name: ${NAME}', name, ${NAME}",
        "'name: [a]', name, text"
    })
    void aValueOfTheWrongKindIsRefusedWithKeyAndValue(String yaml, String key, String value) {
        assertThatThrownBy(() -> read(yaml))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("run.yaml: ")
                .hasMessageContaining(key)
                .hasMessageContaining(value);
    }

    @Test
    void aWholeNumberIsANumberToo() throws IOException {
        assertThat(read("fit: {weightDecay: 0, learningRate: 1}").fit().learningRate())
                .isEqualTo(1);
        assertThat(read("fit: {steps: 1000}").fit().steps()).isEqualTo(1000);
    }
}
