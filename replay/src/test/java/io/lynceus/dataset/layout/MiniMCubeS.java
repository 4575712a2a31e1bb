package io.lynceus.dataset.layout;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * MCubeS in small: 32 x 24 pixels after the first 192 columns, which hold nothing but 7s. Quirks: one colour image of 16 bits,
 * angles in float64, degrees in float32, ids that are not in the order of their names.
 */
public final class MiniMCubeS {
    public static final int WIDTH = 32;
    public static final int HEIGHT = 24;
    private static final int CUT = 192;
    private static final int JUNK = 7;

    private final Path root;
    private final int width;
    private final Map<String, Truth> samples = new LinkedHashMap<>();

    private MiniMCubeS(Path root, int width) {
        this.root = root;
        this.width = width;
    }

    /** Writes it beneath a folder. */
    public static MiniMCubeS write(Path folder) {
        return write(folder, WIDTH);
    }

    /** The same, of another width after the first columns; real images have 1032. */
    public static MiniMCubeS write(Path folder, int width) {
        MiniMCubeS mini = new MiniMCubeS(folder.resolve("multimodal_dataset"), width);
        List<String> ids =
                List.of("outscene1208_2_0000000150", "inscene0101_1_0000000030", "outscene1208_2_0000000000");
        for (int i = 0; i < ids.size(); i++) {
            mini.sample(ids.get(i), i);
        }
        try {
            Path lists = Files.createDirectories(mini.root.resolve("list_folder"));
            Files.writeString(lists.resolve("test.txt"), String.join("\n", ids) + "\n");
            Files.writeString(lists.resolve("train.txt"), ids.get(1) + "\n\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return mini;
    }

    public Path root() {
        return root;
    }

    /** What was written, by id, in the order of the list {@code test}. */
    public Map<String, Truth> samples() {
        return samples;
    }

    /** The material at a pixel: one of 20, or 255. */
    public static int material(Truth truth, int pixel) {
        int id = truth.label()[pixel] & 0xFF;
        return id < 20 ? id : 255;
    }

    /** Angle of polarisation, radians. */
    public static double angle(Truth truth, int pixel) {
        return (truth.rgb()[3 * pixel] & 0xFF) / 40.0;
    }

    /** Degree of polarisation, 0 to 1. */
    public static double degree(Truth truth, int pixel) {
        return (truth.rgb()[3 * pixel + 1] & 0xFF) / 255.0;
    }

    private void sample(String id, int index) {
        Truth truth = Truth.of(index, width, HEIGHT);
        samples.put(id, truth);
        int bits = index == 1 ? 16 : 8;
        int scale = bits == 16 ? 257 : 1;
        int all = CUT + width;
        Png.write(
                root.resolve("polL_color/" + id + ".png"),
                all,
                HEIGHT,
                3,
                bits,
                (x, y, c) -> x < CUT ? JUNK : (truth.rgb()[3 * pixel(x, y) + c] & 0xFF) * scale);
        Npy.write(
                root.resolve("polL_aolp_sin/" + id + ".npy"),
                all,
                HEIGHT,
                true,
                (x, y) -> x < CUT ? JUNK : Math.sin(angle(truth, pixel(x, y))));
        Npy.write(
                root.resolve("polL_aolp_cos/" + id + ".npy"),
                all,
                HEIGHT,
                true,
                (x, y) -> x < CUT ? JUNK : Math.cos(angle(truth, pixel(x, y))));
        Npy.write(
                root.resolve("polL_dolp/" + id + ".npy"),
                all,
                HEIGHT,
                false,
                (x, y) -> x < CUT ? JUNK : degree(truth, pixel(x, y)));
        Png.write(
                root.resolve("NIR_warped/" + id + ".png"),
                all,
                HEIGHT,
                1,
                16,
                (x, y, c) -> x < CUT ? JUNK : truth.street().depthMillimetres()[pixel(x, y)] & 0xFFFF);
        Png.write(root.resolve("NIR_warped_mask/" + id + ".png"), all, HEIGHT, 1, 8, (x, y, c) -> 0);
        Png.write(
                root.resolve("GT/" + id + ".png"),
                all,
                HEIGHT,
                1,
                8,
                (x, y, c) -> x < CUT ? JUNK : material(truth, pixel(x, y)));
    }

    private int pixel(int x, int y) {
        return y * width + x - CUT;
    }
}
