package io.lynceus.fit;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.nn.torch.Parameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What power loss, a full disk and copying leave of a save: the one before is taken. */
class DamagedSaveTest {
    /** A run of which the saves after two and three steps are left. */
    @TempDir
    static Path saved;

    @TempDir
    Path folder;

    @BeforeAll
    static void saveTwice() throws Exception {
        try (Parameters straight = SmallRun.fresh()) {
            SmallRun.of(6).stopAfter(2).train(straight, saved);
            SmallRun.of(6).stopAfter(1).train(straight, saved);
        }
        assertThat(saved.resolve("last-2")).isDirectory();
        assertThat(saved.resolve("last-3")).isDirectory();
    }

    private void copySaves() throws IOException {
        try (Stream<Path> all = Files.walk(saved)) {
            for (Path file : all.filter(path -> !path.equals(saved)).toList()) {
                Files.copy(file, folder.resolve(saved.relativize(file)));
            }
        }
    }

    /** The save after two steps is what a run goes on from: with two to make, it makes none. */
    private void assertThatTheLastSaveIsPassedOver() throws Exception {
        try (Parameters resumed = SmallRun.fresh()) {
            assertThat(SmallRun.of(2).train(resumed, folder).steps()).isEqualTo(2);
        }
    }

    @Test
    void aSaveThatIsWholeIsTaken() throws Exception {
        copySaves();
        try (Parameters resumed = SmallRun.fresh()) {
            assertThat(SmallRun.of(2).train(resumed, folder).steps()).isEqualTo(3);
        }
    }

    @Test
    void aCheckpointThatIsDamagedIsPassedOverForTheOneBefore() throws Exception {
        copySaves();
        Files.write(folder.resolve("last-3/progress.properties"), new byte[0]);
        assertThatTheLastSaveIsPassedOver();
    }

    @ParameterizedTest
    @ValueSource(strings = {"optimiser", "weights.safetensors"})
    void aSaveOfWhichAFileIsCutOffIsPassedOver(String name) throws Exception {
        copySaves();
        Path file = folder.resolve("last-3").resolve(name);
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));
        assertThatTheLastSaveIsPassedOver();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "progress.properties: step=3\\nbestMiou=\\u00",
                "progress.properties: step=2\\nbestMiou=NaN",
                "progress.properties: step=three\\nbestMiou=NaN",
                "weights.safetensors: version https://git-lfs.github.com/spec/v1",
                "optimiser: none of libtorch's archives"
            })
    void aSaveWithADamagedFileIsPassedOver(String damage) throws Exception {
        copySaves();
        String[] parts = damage.split(": ", 2);
        Files.writeString(folder.resolve("last-3").resolve(parts[0]), parts[1].replace("\\n", "\n"));
        assertThatTheLastSaveIsPassedOver();
    }

    @Test
    void aFileInPlaceOfASaveIsPassedOver() throws Exception {
        copySaves();
        Files.writeString(folder.resolve("last-5"), "a file");
        try (Parameters resumed = SmallRun.fresh()) {
            assertThat(SmallRun.of(2).train(resumed, folder).steps()).isEqualTo(3);
        }
    }
}
