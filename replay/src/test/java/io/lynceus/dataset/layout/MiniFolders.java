package io.lynceus.dataset.layout;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Folders of PNGs, one for each modality, with a YAML file. */
public final class MiniFolders {
    public static final int WIDTH = 40;
    public static final int HEIGHT = 30;

    private final Path root;
    private final Path yaml;
    private final Map<String, Truth> samples = new LinkedHashMap<>();

    private MiniFolders(Path root) {
        this.root = root;
        this.yaml = root.resolve("street.yaml");
    }

    /** Writes it into a folder. */
    public static MiniFolders write(Path folder) {
        MiniFolders mini = new MiniFolders(folder);
        for (int i = 0; i < 3; i++) {
            String id = "00" + i;
            Truth truth = Truth.of(i, WIDTH, HEIGHT);
            mini.samples.put(id, truth);
            Png.write(folder.resolve("colour/" + id + "_image.png"), WIDTH, HEIGHT, 3, truth.rgb());
            Png.write(folder.resolve("nir/" + id + ".png"), WIDTH, HEIGHT, 1, truth.depth8());
            Png.write(
                    folder.resolve("label/" + id + ".png"),
                    WIDTH,
                    HEIGHT,
                    1,
                    8,
                    (x, y, c) -> classId(truth, y * WIDTH + x));
        }
        try {
            Files.writeString(
                    mini.yaml,
                    """
                    name: three
                    modalities: {rgb: 'colour/{id}_image.png', nir: 'nir/{id}.png'}
                    label: 'label/{id}.png'
                    classes: [{name: road, rgb: [1, 2, 3]}, {name: other, rgb: [4, 5, 6]}]
                    splits: {train: ['000', '002'], validation: ['001']}
                    """);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return mini;
    }

    /** 0 for a road, 1 for the rest, 255 for the sky. */
    public static int classId(Truth truth, int pixel) {
        return switch (truth.label()[pixel]) {
            case 6 -> 0;
            case 12 -> 255;
            default -> 1;
        };
    }

    public Path root() {
        return root;
    }

    public Path yaml() {
        return yaml;
    }

    public Map<String, Truth> samples() {
        return samples;
    }
}
