package io.lynceus.dataset.mcubes;

import io.lynceus.dataset.layout.MiniMCubeS;
import io.lynceus.fuzz.Fuzz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is in an array's file, reading it ends as an array or in a sentence. */
class NpyFuzzTest {
    @TempDir
    private Path folder;

    @Test
    void aDamagedArrayIsReadOrRefused() throws IOException {
        MiniMCubeS.write(folder);
        List<byte[]> seeds;
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> arrays = files.filter(file -> file.toString().endsWith(".npy"))
                    .limit(2)
                    .toList();
            seeds = List.of(Files.readAllBytes(arrays.get(0)), Files.readAllBytes(arrays.get(1)));
        }
        new Fuzz(getClass(), "npy", seeds, IOException.class)
                .runInFile(folder.resolve("damaged.npy"), file -> NpyFile.read(file));
    }
}
