package io.lynceus.dataset.tiles;

import io.lynceus.dataset.ClassList;
import io.lynceus.dataset.LabelRaster;
import java.awt.image.Raster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One tile: an image of each modality and a label, aligned by pixel. Files are read when they are asked for, once.
 *
 * <p>Thread safety: all methods may be called from any thread.
 */
public final class Tile {
    private static final Logger LOG = LoggerFactory.getLogger(Tile.class);
    private static final int RGB = 3;
    private static final double FULL = 255;
    /** No modality has this name. */
    private static final String LABEL = "";

    private final String id;
    private final TileDescription description;
    private final Path root;
    private final Path cache;
    private final boolean judged;
    private final Map<String, PixelFile> images = new HashMap<>();

    /**
     * @param cache an empty folder for unpacked files
     * @param judged whether the label is the one that masks are judged by
     */
    Tile(String id, TileDescription description, Path root, Path cache, boolean judged) {
        this.id = id;
        this.description = description;
        this.root = root;
        this.cache = cache;
        this.judged = judged;
    }

    public String id() {
        return id;
    }

    public int width() {
        return image(first()).width();
    }

    public int height() {
        return image(first()).height();
    }

    private String first() {
        return description.modalities().keySet().iterator().next();
    }

    /** A rectangle of a modality's image: uint8 [h, w, 3]; a height's three channels are equal. */
    public byte[] rgb(String modality, int x, int y, int w, int h) {
        PixelFile image = image(modality);
        byte[] part = image.cut(x, y, w, h);
        if (image.channels() == RGB) {
            return part;
        }
        byte[] spread = new byte[part.length * RGB];
        for (int i = 0; i < spread.length; i++) {
            spread[i] = part[i / RGB];
        }
        return spread;
    }

    /** A rectangle of a modality's image with the channels that it has: uint8 [h, w, 1 or 3]. */
    byte[] samples(String modality, int x, int y, int w, int h) {
        return image(modality).cut(x, y, w, h);
    }

    int channels(String modality) {
        return image(modality).channels();
    }

    /** A rectangle of the label. */
    public LabelRaster label(int x, int y, int w, int h) {
        return new LabelRaster(w, h, labels().cut(x, y, w, h));
    }

    private synchronized PixelFile image(String modality) {
        PixelFile known = images.get(modality);
        if (known == null) {
            Path file = file(description.modalities().getOrDefault(modality, ""));
            try {
                Raster raster = PixelFile.decode(file);
                known = description.heights().contains(modality)
                        ? heights(raster, modality)
                        : colours(raster, file, modality);
            } catch (IOException e) {
                throw new UncheckedIOException("tile " + id + ", " + modality + ": " + e.getMessage(), e);
            }
            images.put(modality, known);
        }
        return known;
    }

    private PixelFile colours(Raster raster, Path file, String name) throws IOException {
        int bits = raster.getSampleModel().getSampleSize(0);
        if (bits != Byte.SIZE) {
            throw new IOException(file + " has samples of " + bits + " bits, allowed are 8; name the modality in"
                    + " heights: if its values are heights");
        }
        int channels = raster.getNumBands() < RGB ? 1 : RGB;
        int width = raster.getWidth();
        return PixelFile.map(cache.resolve(name), raster, width, raster.getHeight(), channels, (image, y, row) -> {
            for (int c = 0; c < channels; c++) {
                int[] samples = image.getSamples(0, y, width, 1, c, (int[]) null);
                for (int x = 0; x < width; x++) {
                    row[x * channels + c] = (byte) samples[x];
                }
            }
        });
    }

    /** From the tile's least value to its largest; where the file is smaller than the first image, its border goes on. */
    private PixelFile heights(Raster raster, String name) throws IOException {
        int width = name.equals(first()) ? raster.getWidth() : width();
        int height = name.equals(first()) ? raster.getHeight() : height();
        float least = Float.POSITIVE_INFINITY;
        float largest = Float.NEGATIVE_INFINITY;
        for (int y = 0; y < raster.getHeight(); y++) {
            for (float value : raster.getSamples(0, y, raster.getWidth(), 1, 0, (float[]) null)) {
                if (Float.isFinite(value)) {
                    least = Math.min(least, value);
                    largest = Math.max(largest, value);
                }
            }
        }
        float low = least;
        double range = largest > least ? largest - least : 1;
        return PixelFile.map(cache.resolve(name), raster, width, height, 1, (image, y, row) -> {
            int from = Math.min(y, image.getHeight() - 1);
            float[] values = image.getSamples(0, from, image.getWidth(), 1, 0, (float[]) null);
            for (int x = 0; x < row.length; x++) {
                float value = values[Math.min(x, values.length - 1)];
                row[x] = (byte) (Float.isFinite(value) ? Math.round(FULL * (value - low) / range) : 0);
            }
        });
    }

    private synchronized PixelFile labels() {
        PixelFile known = images.get(LABEL);
        if (known == null) {
            boolean own = judged && !description.judgedLabel().isEmpty();
            Path file = file(own ? description.judgedLabel() : description.label());
            try {
                known = labels(PixelFile.decode(file), file);
            } catch (IOException e) {
                throw new UncheckedIOException("tile " + id + ", label: " + e.getMessage(), e);
            }
            images.put(LABEL, known);
        }
        return known;
    }

    private PixelFile labels(Raster raster, Path file) throws IOException {
        if (raster.getNumBands() < RGB || raster.getWidth() != width() || raster.getHeight() != height()) {
            throw new IOException(file + " has " + raster.getNumBands() + " channels and " + raster.getWidth() + " x "
                    + raster.getHeight() + " pixels; a label has three, and its image's " + width() + " x " + height());
        }
        Map<Integer, Byte> ids = new HashMap<>();
        for (int c = 0; c < description.classes().size(); c++) {
            ids.put(TileDescription.colour(description.classes().get(c).rgb()), (byte) c);
        }
        description.ignore().forEach(rgb -> ids.put(TileDescription.colour(rgb), (byte) ClassList.IGNORE));
        Map<Integer, Long> unknown = new HashMap<>();
        PixelFile labels = PixelFile.map(cache.resolve("label"), raster, width(), height(), 1, (image, y, row) -> {
            int[] rgb = image.getPixels(0, y, row.length, 1, (int[]) null);
            int bands = rgb.length / row.length;
            for (int x = 0; x < row.length; x++) {
                int colour = rgb[x * bands] << 16 | rgb[x * bands + 1] << 8 | rgb[x * bands + 2];
                Byte known = ids.get(colour);
                row[x] = known == null ? (byte) ClassList.IGNORE : known;
                if (known == null) {
                    unknown.merge(colour, 1L, Long::sum);
                }
            }
        });
        if (!unknown.isEmpty()) {
            LOG.warn(
                    "Label {} has {} pixels of {} colours that belong to no class, the first is {}; they do not count."
                            + " Add the colours to classes or to ignore in the description",
                    file,
                    unknown.values().stream().mapToLong(Long::longValue).sum(),
                    unknown.size(),
                    String.format(Locale.ROOT, "%06x", Collections.min(unknown.keySet())));
        }
        return labels;
    }

    private Path file(String pattern) {
        return TileDescription.file(root, pattern, id);
    }
}
