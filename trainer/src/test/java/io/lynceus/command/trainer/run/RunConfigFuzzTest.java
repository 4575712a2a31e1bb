package io.lynceus.command.trainer.run;

import io.lynceus.fuzz.Fuzz;
import io.lynceus.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is in a training file, reading it ends as a run or in a sentence that names the file. */
class RunConfigFuzzTest {
    private static final Path CONFIGS =
            Path.of(System.getProperty("lynceus.root", "..")).resolve("configs");

    @TempDir
    private Path folder;

    @Test
    void aDamagedTrainingFileIsReadOrRefused() throws IOException {
        List<byte[]> seeds = new ArrayList<>();
        for (String name : List.of("quick", "street-nano", "mle-sam-nano", "equiseg-deliver", "mfnet-potsdam")) {
            seeds.add(Files.readAllBytes(CONFIGS.resolve(name + ".yaml")));
        }
        new Fuzz(getClass(), "training", seeds, SettingsException.class)
                .runInFile(folder.resolve("a.yaml"), RunConfig::read);
    }
}
