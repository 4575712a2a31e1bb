package io.lynceus.dataset.tiles;

import io.lynceus.dataset.ClassList;
import io.lynceus.dataset.sample.Expected;
import io.lynceus.process.TemporaryFolder;
import io.lynceus.settings.Settings;
import io.lynceus.settings.SettingsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The tiles of a split. Their files are unpacked into a temporary folder when they are first read, and mapped into memory, so that
 * any part of a tile is at hand.
 *
 * <p>Thread safety: tiles may be read from any thread; one thread closes the set when nobody reads any more.
 */
public final class TileSet implements AutoCloseable {
    private final TileDescription description;
    private final String split;
    private final List<Tile> tiles;
    private final TemporaryFolder cache;

    private TileSet(TileDescription description, String split, List<Tile> tiles, TemporaryFolder cache) {
        this.description = description;
        this.split = split;
        this.tiles = List.copyOf(tiles);
        this.cache = cache;
    }

    /**
     * Reads the description and looks for every file of the split.
     *
     * @param judged whether labels are those that masks are judged by
     * @throws SettingsException if the description is wrong, or files are missing
     */
    public static TileSet open(Path yaml, Path root, String split, boolean judged) {
        TileDescription description;
        try {
            description = Settings.read(yaml, TileDescription.EMPTY);
            if (description.modalities().isEmpty() || description.label().isEmpty()) {
                throw new IllegalArgumentException("modalities and label are missing; tiles need both");
            }
        } catch (IllegalArgumentException e) {
            throw new SettingsException(yaml + ": " + e.getMessage(), e);
        }
        List<String> ids = description.split(split);
        requireFiles(yaml, root, description, ids);
        TemporaryFolder cache = TemporaryFolder.create("tiles");
        List<Tile> tiles = new ArrayList<>();
        for (String id : ids) {
            Path own = cache.path().resolve(Integer.toString(tiles.size()));
            try {
                Files.createDirectory(own);
            } catch (IOException e) {
                throw new UncheckedIOException("folder " + own + " for unpacked tiles: " + e.getMessage(), e);
            }
            tiles.add(new Tile(id, description, root, own, judged));
        }
        return new TileSet(description, split, tiles, cache);
    }

    private static void requireFiles(Path yaml, Path root, TileDescription description, List<String> ids) {
        List<Path> missing = ids.stream()
                .flatMap(id -> description.files(root, id).stream())
                .distinct()
                .filter(file -> !Files.isRegularFile(file))
                .toList();
        if (!missing.isEmpty()) {
            throw new SettingsException(
                    yaml + " names " + missing.size() + " files that are not under " + root + ", the first is "
                            + missing.get(0) + near(missing.get(0)) + "; check the root folder and the patterns");
        }
    }

    private static String near(Path file) {
        try {
            return Expected.near(file);
        } catch (IOException e) {
            throw new UncheckedIOException("folder of " + file + ": " + e.getMessage(), e);
        }
    }

    /** Remarks on tiles that are in other splits too. */
    List<String> overlaps() {
        return description.overlaps(split);
    }

    /** Name and split, such as {@code vaihingen/val}. */
    public String name() {
        return description.name() + '/' + split;
    }

    public ClassList classes() {
        return description.classList();
    }

    /** The modalities' names, in the description's order. */
    public List<String> modalities() {
        return List.copyOf(description.modalities().keySet());
    }

    public List<Tile> tiles() {
        return tiles;
    }

    /** The windows that are played. */
    public WindowGrid played() {
        return new WindowGrid(description.window(), description.stride());
    }

    /** The windows whose logits are summed. */
    public WindowGrid judged() {
        return new WindowGrid(description.window(), description.judgedStride());
    }

    /**
     * Checks that a tile is not smaller than a window.
     *
     * @throws SettingsException if it is
     */
    public void requireSize(Tile tile) {
        if (tile.width() < description.window() || tile.height() < description.window()) {
            throw new SettingsException("tile " + tile.id() + " of " + name() + " has " + tile.width() + " x "
                    + tile.height() + " pixels, a window " + description.window() + " x " + description.window()
                    + "; give a smaller window in the description");
        }
    }

    /** Deletes the unpacked files; mapped ones stay readable until nobody refers to them. */
    @Override
    public void close() {
        cache.close();
    }
}
