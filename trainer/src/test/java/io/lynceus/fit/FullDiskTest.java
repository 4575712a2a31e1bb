package io.lynceus.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lynceus.nn.Initialiser;
import io.lynceus.nn.ParameterSpec;
import io.lynceus.nn.torch.Parameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run's folder on a file system of one megabyte, where the machine lets the test make one; elsewhere {@link OptimiserTest} holds. */
class FullDiskTest {
    private static final List<ParameterSpec> SPECS = List.of(
            new ParameterSpec("w", List.of(200L, 100L), Initialiser.normal(1), "test", ParameterSpec.Role.TRAINED));

    @TempDir
    private Path folder;

    private boolean mounted;

    @BeforeEach
    void mount() throws Exception {
        mounted = run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder.toString());
        assumeTrue(mounted, "skipped: only root can mount a file system of one megabyte");
    }

    /** Lazily, because files of the run are still mapped into memory. */
    @AfterEach
    void unmount() throws Exception {
        assertThat(!mounted || run("umount", "-l", folder.toString())).isTrue();
    }

    private static boolean run(String... words) throws InterruptedException {
        try {
            return new ProcessBuilder(words)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false; // there is no such command
        }
    }

    /** 80 kB of weights and 160 kB of the optimiser: they fit once, and the second time they do not. */
    @Test
    void whereTheDiskIsFullTheSentenceHasPathAndBytesAndTheSaveBeforeIsWhole() throws Exception {
        try (Parameters parameters = Parameters.create(SPECS, 1);
                Optimiser optimiser = new Optimiser(parameters.trainable().values(), OptimiserConfig.RECIPE, 0)) {
            step(parameters, optimiser);
            RunFolder run = new RunFolder(folder.resolve("run"));
            run.saveProgress(parameters, optimiser, new RunFolder.Progress(1, 0.5, Map.of()));
            fill(150_000);
            step(parameters, optimiser);
            assertThatThrownBy(() -> run.saveProgress(parameters, optimiser, new RunFolder.Progress(2, 0.5, Map.of())))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(folder.resolve("run/last-2").toString())
                    .hasMessageContaining("No space left")
                    .hasMessageContaining("needs up to 248000 bytes")
                    .hasMessageContaining("The checkpoint before is whole");
            assertThat(run.resume(parameters, optimiser).step()).isEqualTo(1);
            fill(1000);
            assertThatThrownBy(() -> run.saveBest(parameters))
                    .hasMessageContaining("best.safetensors could not be saved");
            Files.delete(folder.resolve("full"));
            run.saveProgress(parameters, optimiser, new RunFolder.Progress(2, 0.5, Map.of()));
            assertThat(run.resume(parameters, optimiser).step()).isEqualTo(2);
        }
    }

    /** Leaves that many bytes free. */
    private void fill(long left) throws IOException {
        Files.deleteIfExists(folder.resolve("full"));
        long free = Files.getFileStore(folder).getUsableSpace();
        Files.write(folder.resolve("full"), new byte[Math.toIntExact(free - left)]);
    }

    private static void step(Parameters parameters, Optimiser optimiser) {
        try (PointerScope scope = new PointerScope()) {
            optimiser.zeroGradients();
            parameters.get("w").sum().backward();
            optimiser.step(0.01, 1);
        }
    }
}
