package io.lynceus.dataset.folders;

import io.lynceus.dataset.layout.MiniFolders;
import io.lynceus.dataset.layout.MiniTiles;
import io.lynceus.dataset.message.ImageFiles;
import io.lynceus.dataset.tiles.TileSet;
import io.lynceus.fuzz.Fuzz;
import io.lynceus.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is in the files of people's own data, reading them ends as data or in a sentence. */
class FoldersFuzzTest {
    @TempDir
    private Path folder;

    private static byte[] only(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return Files.readAllBytes(files.filter(file -> file.toString().endsWith(ending))
                    .findFirst()
                    .orElseThrow());
        }
    }

    @Test
    void aDamagedDescriptionOfFoldersIsReadOrRefused() throws IOException {
        MiniFolders.write(folder);
        byte[] description = only(folder, ".yaml");
        new Fuzz(getClass(), "folders", List.of(description), SettingsException.class)
                .runInFile(folder.resolve("damaged.yaml"), file -> LabelledFolders.open(file, folder));
    }

    @Test
    void aDamagedDescriptionOfTilesIsReadOrRefused() throws IOException {
        MiniTiles.write(folder);
        byte[] description = only(folder, ".yaml");
        new Fuzz(getClass(), "tiles", List.of(description), SettingsException.class)
                .runInFile(folder.resolve("damaged.yaml"), file -> {
                    for (String split : List.of("train", "test")) {
                        TileSet.open(file, folder, split, false).close();
                    }
                });
    }

    @Test
    void aDamagedImageFileIsDecodedOrRefused() throws IOException {
        MiniFolders.write(folder);
        byte[] png = only(folder, "_image.png");
        byte[] jpeg = ImageFiles.jpeg(ImageFiles.decode(png, "seed"));
        new Fuzz(getClass(), "images", List.of(png, jpeg, only(folder.resolve("label"), ".png")), IOException.class)
                .run(input -> ImageFiles.decode(input, "damaged"));
    }
}
