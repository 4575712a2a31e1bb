package io.lynceus.dataset.layout;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/**
 * DELIVER in small: 52 x 52 pixels, five scenes, among them corner cases. Quirks: base names recur in other scenes; labels have
 * four channels, raw ids in red, 0 and 255 to ignore, noise in green and blue; some colour images carry alpha; LiDAR images
 * have one channel or three; events of {@code _eventlowres} scenes have half the size; the root's own path holds "img", "rain" and
 * "_rgb".
 */
public final class MiniDeliver {
    /** Width and height. */
    public static final int SIDE = 52;

    private static final int LOW = SIDE / 2;

    private final Path root;
    private final Map<String, Truth> samples = new LinkedHashMap<>();

    private MiniDeliver(Path root) {
        this.root = root;
    }

    /** Writes it beneath a folder. */
    public static MiniDeliver write(Path folder) {
        MiniDeliver mini = new MiniDeliver(folder.resolve("img_rain_rgb").resolve("DELIVER"));
        mini.scene("cloud/test/MAP_10_point102", 45050);
        mini.scene("night/train/MAP_3_point9", 341800);
        mini.scene("rain/val/MAP_4_point12_eventlowres", 45050);
        mini.scene("sun/train/MAP_1_point1_motionblur", 45050);
        mini.scene("sun/val/MAP_1_point2", 45050);
        return mini;
    }

    /** The folder with img, hha and the others. */
    public Path root() {
        return root;
    }

    /** What was written, by sample id, in the order of paths. */
    public Map<String, Truth> samples() {
        return samples;
    }

    /** Where the file of a sample lies. */
    public Path file(String kind, String suffix, String id) {
        return root.resolve(kind).resolve(id + "_" + suffix + "_front.png");
    }

    /** A channel of an HHA image, for lack of a better one: depth, and two that are shifted. */
    public static int hha(byte depth8, int channel) {
        return (depth8 + 40 * channel) & 0xFF;
    }

    /** What a LiDAR image holds at a pixel, in all its channels: a depth, or 0 where no point falls. */
    public static int range(byte depth8, int x, int y) {
        return (x * 7 + y * 3) % 29 == 0 ? depth8 & 0xFF : 0;
    }

    private void scene(String scene, int first) {
        for (int i = 0; i < 2; i++) {
            String id = scene + '/' + String.format("%06d", first + 50 * i);
            int index = samples.size();
            Truth truth = Truth.of(index, SIDE, SIDE);
            samples.put(id, truth);
            writeImages(id, index, truth);
            writeLabel(id, truth);
        }
    }

    private void writeImages(String id, int index, Truth truth) {
        int colours = index % 2 == 0 ? 3 : 4;
        Png.write(
                file("img", "rgb", id),
                SIDE,
                SIDE,
                colours,
                8,
                (x, y, c) -> c == 3 ? 200 : truth.rgb()[(y * SIDE + x) * 3 + c] & 0xFF);
        byte[] depth = truth.depth8();
        Png.write(file("hha", "depth", id), SIDE, SIDE, 3, 8, (x, y, c) -> hha(depth[y * SIDE + x], c));
        Png.write(file("depth", "depth", id), SIDE, SIDE, 3, 8, (x, y, c) -> depth[y * SIDE + x] & 0xFF);
        int lidarChannels = index % 3 == 0 ? 1 : 3;
        Png.write(
                file("lidar", "lidar", id),
                SIDE,
                SIDE,
                lidarChannels,
                8,
                (x, y, c) -> range(depth[y * SIDE + x], x, y));
        byte[] events = truth.eventImage();
        int step = id.contains("_eventlowres") ? 2 : 1;
        int side = step == 2 ? LOW : SIDE;
        Png.write(
                file("event", "event", id),
                side,
                side,
                3,
                8,
                (x, y, c) -> events[(step * y * SIDE + step * x) * 3 + c] & 0xFF);
    }

    private void writeLabel(String id, Truth truth) {
        Random noise = new Random(id.hashCode());
        byte[] label = truth.label();
        // Both kinds of "ignore" must be there.
        label[0] = (byte) 255;
        label[1] = (byte) 255;
        Png.write(file("semantic", "semantic", id), SIDE, SIDE, 4, 8, (x, y, c) -> {
            if (c == 0) {
                boolean second = x == 1 && y == 0;
                int trainId = label[y * SIDE + x] & 0xFF;
                return trainId == 255 ? (second ? 255 : 0) : trainId + 1;
            }
            return c == 3 ? 255 : noise.nextInt(256);
        });
    }
}
