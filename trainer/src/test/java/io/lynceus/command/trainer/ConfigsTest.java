package io.lynceus.command.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.command.trainer.run.RunConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigsTest {
    @TempDir
    private Path folder;

    static List<Path> shipped() throws IOException {
        Path configs = Path.of(System.getProperty("lynceus.root", "..")).resolve("configs");
        try (Stream<Path> files = Files.walk(configs)) {
            return files.filter(file -> file.toString().matches(".*/[a-z0-9-]+\\.yaml"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void everyShippedConfigurationMakesANetwork(Path file) {
        RunConfig config = RunConfig.read(file);
        assertThat(config.network().create(25).modalities()).isEqualTo(config.modalities());
    }

    private Path file(String yaml) throws IOException {
        return Files.writeString(folder.resolve("run.yaml"), yaml);
    }

    @Test
    void aRunStartsFromOneFileFromSeveralOrFromNone() throws IOException {
        assertThat(RunConfig.read(file("start: a.pth")).start()).containsExactly("a.pth");
        assertThat(RunConfig.read(file("start: [a.pth, b.pth]")).start()).containsExactly("a.pth", "b.pth");
        assertThat(RunConfig.read(file("start: ''")).start()).isEmpty();
    }

    @Test
    void lossOptimiserAndScheduleAreKeysOfTheFile() throws IOException {
        RunConfig config = RunConfig.read(
                file(
                        """
                fit:
                  loss: {parts: [{kind: cross-entropy, on: fused}, {kind: prototypes, weight: 60}]}
                  optimiser: {kind: sgd}
                  schedule: {decay: multi-step, milestones: [10, 20]}
                """));
        assertThat(config.fit().loss().parts()).hasSize(2);
        assertThat(config.fit().loss().parts().get(1).weight()).isEqualTo(60);
        assertThat(config.fit().optimiser().kind()).isEqualTo("sgd");
        assertThat(config.fit().schedule().milestones()).containsExactly(10L, 20L);
        assertThatThrownBy(() -> RunConfig.read(file("fit: {loss: {parts: [{kind: ohm}]}}")))
                .hasMessageContaining("kind is 'ohm', allowed is one of [ohem,");
    }

    @Test
    void anUnknownKeyOfTheNetworkNamesFileSystemAndNearestKey() throws IOException {
        Path file = file("network: {system: mle-sam, loraRnak: 4}");
        assertThatThrownBy(() -> RunConfig.read(file))
                .hasMessageContaining("run.yaml")
                .hasMessageContaining("mle-sam")
                .hasMessageContaining("did you mean 'loraRank'");
    }
}
