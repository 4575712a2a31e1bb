package io.lynceus.dataset.muses;

import io.lynceus.fuzz.Fuzz;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is in an event file, reading it ends as events or in a sentence. */
class MusesFuzzTest {
    @TempDir
    private Path folder;

    @Test
    void aDamagedEventFileIsReadOrRefused() throws IOException {
        List<byte[]> seeds = new ArrayList<>();
        for (String filter : List.of("plain", "gzip", "lzf", "lz4", "zstd", "blosc")) {
            try (InputStream in =
                    Objects.requireNonNull(getClass().getResourceAsStream("/muses/events_" + filter + ".h5"))) {
                seeds.add(in.readAllBytes());
            }
        }
        new Fuzz(getClass(), "hdf5", seeds, IOException.class)
                .withoutMemoryLimit()
                .runInFile(folder.resolve("a.h5"), file -> EventColumns.read(file));
    }
}
