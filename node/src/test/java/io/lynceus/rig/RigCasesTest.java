package io.lynceus.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lynceus.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rig files in which people left a section empty, or wrote a number of another kind. */
class RigCasesTest {
    private static final String SENSORS =
            "rigs: [demo]\nsensors:\n  - {name: rgb, modality: rgb, topic: t, rate: 10}\n";

    @TempDir
    private Path folder;

    private RigConfig read(String yaml) throws IOException {
        return RigConfig.read(Files.writeString(folder.resolve("rig.yaml"), yaml));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rig_kafka", "rig_model", "rig_sync"})
    void theSharedCasesKeepTheirDefaults(String name) {
        Path file = Path.of(System.getProperty("lynceus.shared", "../shared"), "cases/data/yaml", name + ".yaml");
        assumeTrue(Files.exists(file), "skipped: " + file + " is not there");
        RigConfig config = RigConfig.read(file);
        assertThat(config.model()).isEqualTo(RigConfig.DEFAULTS.model());
        assertThat(config.sync()).isEqualTo(RigConfig.DEFAULTS.sync());
        assertThat(config.kafka()).containsKey("bootstrap.servers");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "model:",
                "sync:",
                "sync:\n  # mode: complete\n",
                "sync: {mode: , deadline: , tolerance: , maxAge: }",
                "health:",
                "health: {image: , depth: , points: , events: }",
                "accelerator:",
                "accelerator: {providers: , threads: }",
                "output:",
                "output: {masks: , health: , deadLetters: }",
                "maxFrameBytes:",
                "kafka:"
            })
    void aBlankKeyKeepsItsDefault(String blank) throws IOException {
        assertThat(read(SENSORS + blank + "\n")).isEqualTo(read(SENSORS));
    }

    @ParameterizedTest
    @CsvSource({
        "'maxFrameBytes: 0.5', maxFrameBytes, 0.5",
        "'maxFrameBytes: ${SIZE}', maxFrameBytes, ${SIZE}",
        "'maxFrameBytes: lots', maxFrameBytes, lots",
        "'sync: {deadline: 50}', sync.deadline, 50",
        "'sync: {mode: lively}', sync.mode, lively",
        "'accelerator: {threads: 1.5}', accelerator.threads, 1.5",
        "'accelerator: {threads: ${THREADS:-2}}', threads, ${THREADS:-2}",
        "'health: {leaveOutEmpty: 1}', health.leaveOutEmpty, 1",
        "'kafka: {security.protocol: }', security.protocol, without a value"
    })
    void aValueOfTheWrongKindIsRefusedWithKeyAndValue(String yaml, String key, String value) {
        assertThatThrownBy(() -> read(SENSORS + yaml + "\n"))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("rig.yaml: ")
                .hasMessageContaining(key)
                .hasMessageContaining(value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rigs: [] | rigs is empty, so that there is nothing to segment",
                "sensors: [] | sensors is empty, so that there is nothing to segment",
                "rigs: [a, b, a] | rigs must differ, but these occur twice: a",
                "rigs: [''] | rigs has an empty name",
                "maxFrameBytes: 0 | maxFrameBytes is 0, allowed is 1 or more",
                "output: {masks: t} | topics of sensors and of results must differ, but these occur twice: t",
                "output: {masks: m, health: m} | must differ, but these occur twice: m",
                "output: {masks: m, pictures: m} | must differ, but these occur twice: m",
                "sync: {maxAge: 100ms, deadline: 0.5s} | maxAge is 100ms, allowed is more than the deadline of 500ms",
                "sync: {deadline: -1ms} | deadline is not above 0; write a duration, such as 45ms",
            })
    void aRigThatCouldMakeNoMaskIsRefusedWithWhatIsWrong(String yaml, String what) {
        String key = yaml.substring(0, yaml.indexOf(':'));
        String others = SENSORS.lines()
                .filter(line -> !line.startsWith(key) && !(key.equals("sensors") && line.startsWith(" ")))
                .collect(Collectors.joining("\n"));
        assertThatThrownBy(() -> read(others + "\n" + yaml + "\n"))
                .isInstanceOf(SettingsException.class)
                .message()
                .contains("rig.yaml: ", what)
                .hasLineCount(1);
    }

    @Test
    void aFileThatIsNoTextIsCalledThat() throws IOException {
        Path file = Files.write(folder.resolve("rig.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe, 'r', 0});
        assertThatThrownBy(() -> RigConfig.read(file))
                .isInstanceOf(SettingsException.class)
                .hasMessage(file + " is not text in UTF-8; name a YAML file, or save it as UTF-8");
    }

    @Test
    void aRigFileThatIsNoYamlIsOneSentenceWithFileLineAndColumn() {
        assertThatThrownBy(() -> read("rigs: [demo]\nsensors:\n  - {name: rgb, modality: rgb\n  - {name: nir}\n"))
                .isInstanceOf(SettingsException.class)
                .message()
                .endsWith(
                        "rig.yaml: line 4, column 5: ',' or '}' is expected; close the bracket, or write a comma between"
                                + " the entries")
                .hasLineCount(1);
    }

    @Test
    void noSensorMayHaveTheTopicOfLabels() {
        assertThatThrownBy(() -> read(SENSORS.replace("topic: t", "topic: lynceus.labels")))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("sensors[0]")
                .hasMessageContaining("no network may see it");
    }

    @Test
    void aSensorWithoutWhatItNeedsIsRefusedByName() {
        assertThatThrownBy(() -> read("rigs: [demo]\nsensors: [{name: rgb, modality: rgb, topic: }]\n"))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("sensors[0]");
    }
}
