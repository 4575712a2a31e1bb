package io.lynceus.dataset.layout;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/** Two tiles of a made-up ground in Vaihingen's layout: tile 1 to learn from, tile 5 to judge by, and a YAML file. */
public final class MiniTiles {
    public static final int WIDTH = 150;
    public static final int HEIGHT = 110;

    /** The colours of the six classes in label files, by id. */
    private static final int[] COLOURS = {0xFFFFFF, 0x0000FF, 0x00FFFF, 0x00FF00, 0xFFFF00, 0xFF0000};

    private static final int IGNORE = 255;

    /** What was written into a tile's files: ids by pixel, those whose boundaries are cut away, colours and heights. */
    public record Ground(byte[] ids, byte[] eroded, byte[] rgb, float[] heights) {}

    private final Path root;
    private final int width;
    private final int height;

    private MiniTiles(Path root, int width, int height) {
        this.root = root;
        this.width = width;
        this.height = height;
    }

    /** Writes it into a folder, played and judged in windows of 32 pixels that overlap. */
    public static MiniTiles write(Path folder) {
        return write(folder, WIDTH, HEIGHT, 32, 24, 16);
    }

    /** Writes it into a folder. */
    public static MiniTiles write(Path folder, int width, int height, int window, int stride, int judgedStride) {
        MiniTiles mini = new MiniTiles(folder, width, height);
        for (String id : new String[] {"1", "5"}) {
            Ground ground = mini.ground(id);
            Tiff.rgb(folder.resolve("top/area" + id + ".tif"), width, height, ground.rgb());
            Tiff.floats(folder.resolve("dsm/area" + id + ".tif"), width, height, ground.heights());
            Tiff.rgb(folder.resolve("gts/area" + id + ".tif"), width, height, coloured(ground.ids()));
            Tiff.rgb(folder.resolve("eroded/area" + id + "_noBoundary.tif"), width, height, coloured(ground.eroded()));
        }
        try {
            Files.writeString(
                    mini.yaml(),
                    """
                    name: ground
                    modalities: {rgb: 'top/area{id}.tif', dsm: 'dsm/area{id}.tif'}
                    heights: [dsm]
                    label: 'gts/area{id}.tif'
                    judgedLabel: 'eroded/area{id}_noBoundary.tif'
                    classes:
                      - {name: impervious, rgb: [255, 255, 255]}
                      - {name: building, rgb: [0, 0, 255]}
                      - {name: low vegetation, rgb: [0, 255, 255]}
                      - {name: tree, rgb: [0, 255, 0]}
                      - {name: car, rgb: [255, 255, 0]}
                      - {name: clutter, rgb: [255, 0, 0]}
                    ignore: [[0, 0, 0]]
                    splits: {train: ['1'], val: ['5']}
                    window: %d
                    stride: %d
                    judgedStride: %d
                    """
                            .formatted(window, stride, judgedStride));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return mini;
    }

    public Path root() {
        return root;
    }

    public Path yaml() {
        return root.resolve("ground.tiles.yaml");
    }

    /** The truth of a tile: blocks of one class, each of its own colour and height. */
    public Ground ground(String id) {
        SplittableRandom random = new SplittableRandom(Long.parseLong(id));
        byte[] ids = new byte[width * height];
        byte[] rgb = new byte[width * height * 3];
        float[] heights = new float[width * height];
        for (int block = 0; block < 60; block++) {
            int c = random.nextInt(COLOURS.length);
            int w = 10 + random.nextInt(40);
            int h = 10 + random.nextInt(40);
            int left = random.nextInt(width) - w / 2;
            int top = random.nextInt(height) - h / 2;
            for (int y = Math.max(0, top); y < Math.min(height, top + h); y++) {
                for (int x = Math.max(0, left); x < Math.min(width, left + w); x++) {
                    int i = y * width + x;
                    ids[i] = (byte) c;
                    heights[i] = 250 + 3 * c + random.nextInt(100) / 100f;
                    for (int band = 0; band < 3; band++) {
                        rgb[3 * i + band] = (byte) (40 * c + 20 * band + random.nextInt(20));
                    }
                }
            }
        }
        for (int i = 0; i < heights.length; i++) {
            heights[i] = heights[i] == 0 ? 249 : heights[i];
        }
        return new Ground(ids, eroded(ids), rgb, heights);
    }

    private byte[] eroded(byte[] ids) {
        byte[] eroded = ids.clone();
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int i = y * width + x;
                boolean border = x > 0 && ids[i - 1] != ids[i] || y > 0 && ids[i - width] != ids[i];
                eroded[i] = border ? (byte) IGNORE : ids[i];
            }
        }
        return eroded;
    }

    private static byte[] coloured(byte[] ids) {
        byte[] rgb = new byte[ids.length * 3];
        for (int i = 0; i < ids.length; i++) {
            int colour = (ids[i] & 0xFF) == IGNORE ? 0 : COLOURS[ids[i]];
            rgb[3 * i] = (byte) (colour >> 16);
            rgb[3 * i + 1] = (byte) (colour >> 8);
            rgb[3 * i + 2] = (byte) colour;
        }
        return rgb;
    }

    /** Writes a tile's judged label again, with one pixel of a colour that no class has. */
    public void paintUnknown(String id, int x, int y) {
        byte[] rgb = coloured(ground(id).eroded());
        rgb[3 * (y * width + x)] = 77;
        Tiff.rgb(root.resolve("eroded/area" + id + "_noBoundary.tif"), width, height, rgb);
    }
}
