package io.lynceus.dataset.layout;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * MUSES in small: three scenes of 64 x 36 pixels. Quirks: scenes are not in the order of time; NaN, null and absent keys, and
 * numbers as texts, in {@code meta.json}; LiDAR as float64 x 6; HDF5 events packed by gzip or Blosc; one radar column that is
 * not valid; a scene without radar; a reference frame for all but the clear day.
 */
public final class MiniMuses {
    public static final int WIDTH = 64;
    public static final int HEIGHT = 36;
    /** Range bins of a radar sweep; real ones have 7536. */
    public static final int BINS = 90;
    /** The radar column that is not valid. */
    public static final int INVALID_COLUMN = 7;

    /** Metres a second, and degrees a second about the down axis, that every scene drives. */
    public static final double SPEED = 12.5;

    public static final double YAW_RATE = 20;

    /** Seconds that the LiDAR's scan is before the middle of the exposure, and how long it takes. */
    public static final double LIDAR_EARLY = 0.012;

    public static final double LIDAR_SWEEP = 0.05;

    private static final long EXPOSURE_MICROS = 9_000;

    /**
     * One scene.
     *
     * @param start of the exposure, microseconds since the epoch
     */
    public record Scene(String id, String split, String weather, String time, long start, Truth truth) {
        /** The folders beneath a sensor's. */
        String below() {
            return split + '/' + weather + '/' + time + '/' + id;
        }

        /** Middle of the exposure, seconds since the epoch. */
        public double middle() {
            return (start + EXPOSURE_MICROS / 2.0) / 1e6;
        }

        public long end() {
            return start + EXPOSURE_MICROS;
        }

        /** Time of a LiDAR point, seconds since the epoch. */
        public double pointTime(int i, int count) {
            return middle() - LIDAR_EARLY + LIDAR_SWEEP * (i / (double) (count - 1) - 0.5);
        }

        /** Microseconds of an event in its file. */
        public long eventTime(int i) {
            return i * 29_999L / truth.street().events().count();
        }

        /** Echo of a radar bin. */
        public int echo(int column, int bin) {
            return (column * 13 + bin * 29) % 256;
        }

        boolean hasRadar() {
            return !weather.equals("snow");
        }
    }

    private final Path root;
    private final Map<String, Scene> scenes = new LinkedHashMap<>();

    private MiniMuses(Path root) {
        this.root = root;
    }

    /** Writes it beneath a folder. */
    public static MiniMuses write(Path folder) {
        MiniMuses mini = new MiniMuses(folder.resolve("muses"));
        mini.scene("REC0002_frame_000020", "train", "snow", "day", 1_650_000_000_400_000L);
        mini.scene("REC0006_frame_043790", "val", "fog", "night", 1_650_000_000_900_000L);
        mini.scene("REC0001_frame_000100", "val", "clear", "day", 1_650_000_001_500_000L);
        try {
            Files.writeString(mini.root.resolve("meta.json"), mini.meta());
            Files.writeString(mini.root.resolve("calib.json"), CALIBRATION);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return mini;
    }

    public Path root() {
        return root;
    }

    /** What was written, by id, in the order of time. */
    public Map<String, Scene> scenes() {
        return scenes;
    }

    /** The LiDAR's axes are forward, left, up; the camera's right, down, forward; a metre lies between them. */
    private static final String CALIBRATION =
            """
            {"intrinsics": {
               "rgb": {"K": [[960.1, 0, 960.3], [0, 960.2, 540.4], [0, 0, 1]], "K_dist": [[1]]},
               "event": {"K": [[640, 0, 640], [0, 640, 360], [0, 0, 1]]}},
             "extrinsics": {
               "lidar2rgb": [[0, -1, 0, 0.1], [0, 0, -1, -0.4], [1, 0, 0, -0.5], [0, 0, 0, 1]],
               "radar2rgb": [[0, -1, 0, 0], [0, 0, -1, 0.2], [1, 0, 0, -0.25], [0, 0, 0, 1]],
               "event2rgb": [[0.8, 0, 0.6, 0.1], [0, 1, 0, 0], [-0.6, 0, 0.8, 0], [0, 0, 0, 1]],
               "lidar2gnss": [[1, 0, 0, 0.7], [0, -1, 0, 0], [0, 0, -1, -1.1], [0, 0, 0, 1]],
               "radar2gnss": [[1, 0, 0, 0], [0, -1, 0, 0], [0, 0, -1, 0], [0, 0, 0, 1]]}}
            """;

    private void scene(String id, String split, String weather, String time, long start) {
        Scene scene = new Scene(id, split, weather, time, start, Truth.of(scenes.size(), WIDTH, HEIGHT));
        scenes.put(id, scene);
        Truth truth = scene.truth();
        Png.write(file(scene, "frame_camera", "frame_camera.png"), WIDTH, HEIGHT, 3, truth.rgb());
        if (!(weather.equals("clear") && time.equals("day"))) {
            Png.write(file(scene, "reference_frames", "reference_frame.png"), WIDTH, HEIGHT, 3, truth.rgb());
        }
        Png.write(
                file(scene, "gt_semantic", "gt_labelTrainIds.png"),
                WIDTH,
                HEIGHT,
                1,
                8,
                (x, y, c) -> trainId(truth, y * WIDTH + x));
        write(file(scene, "lidar", "lidar.bin"), lidar(scene));
        write(file(scene, "event_camera", "event_camera.h5"), events(scene));
        write(file(scene, "gnss", "gnss.txt"), gnss().getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        if (scene.hasRadar()) {
            radar(scene);
        }
    }

    /** A Cityscapes train id for a class of the street. */
    public static int trainId(Truth truth, int pixel) {
        int id = truth.label()[pixel] & 0xFF;
        return id < 19 ? 18 - id : 255;
    }

    private Path file(Scene scene, String folder, String suffix) {
        return root.resolve(folder).resolve(scene.below() + "_" + suffix);
    }

    private static void write(Path file, byte[] bytes) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] lidar(Scene scene) {
        float[] points = scene.truth().street().points();
        int count = points.length / 4;
        ByteBuffer bytes = ByteBuffer.allocate(48 * count).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            for (int axis = 0; axis < 3; axis++) {
                bytes.putDouble(points[4 * i + axis]);
            }
            bytes.putDouble(255.0 * points[4 * i + 3]).putDouble(i % 8).putDouble(scene.pointTime(i, count));
        }
        return bytes.array();
    }

    private static byte[] events(Scene scene) {
        int n = scene.truth().street().events().count();
        long[] x = new long[n];
        long[] y = new long[n];
        long[] t = new long[n];
        long[] p = new long[n];
        for (int i = 0; i < n; i++) {
            x[i] = scene.truth().street().events().x()[i];
            y[i] = scene.truth().street().events().y()[i];
            t[i] = scene.eventTime(i);
            p[i] = scene.truth().street().events().polarity()[i];
        }
        return Hdf5.file(
                "events",
                Map.of("x", x, "y", y, "t", t, "p", p),
                Map.of("x", 2, "y", 2, "t", 4, "p", 1),
                scene.weather().equals("fog") ? Hdf5.Filter.BLOSC : Hdf5.Filter.GZIP,
                500);
    }

    /** 28 numbers; those that are not read are their own places. */
    private static String gnss() {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < 28; i++) {
            long number =
                    switch (i) {
                        case 3 -> 85_432_109L;
                        case 4 -> 473_771_234L;
                        case 5 -> 412_345L;
                        case 17, 18 -> 0;
                        case 19 -> Math.round(YAW_RATE * 1e5);
                        case 23 -> Math.round(SPEED * 1000);
                        default -> i;
                    };
            line.append(number).append(i < 27 ? "  " : "\n");
        }
        return line.toString();
    }

    private void radar(Scene scene) {
        Png.write(file(scene, "radar", "radar.png"), 400, 11 + BINS, 1, 8, (x, y, c) -> {
            // A sweep of 0.25 s, its middle in that of the exposure.
            double time = scene.middle() + 0.25 * (x - 199.5) / 400;
            long seconds = (long) time;
            long nanos = Math.round((time - seconds) * 1e9);
            if (y < 4) {
                return (int) (seconds >> 8 * y) & 0xFF;
            }
            if (y < 8) {
                return (int) (nanos >> 8 * (y - 4)) & 0xFF;
            }
            if (y < 11) {
                return y == 10 && x != INVALID_COLUMN ? 1 : 0;
            }
            return scene.echo(x, y - 11);
        });
    }

    /** Not in the order of time. */
    private String meta() {
        StringBuilder json = new StringBuilder("{");
        scenes.values().stream().sorted((a, b) -> a.id().compareTo(b.id())).forEach(scene -> {
            boolean text = scene.weather().equals("fog");
            String quote = text ? "\"" : "";
            json.append(json.length() > 1 ? ",\n" : "")
                    .append(String.format(
                            Locale.ROOT,
                            """
                    "%s": {"split": "%s", "weather": "%s", "time_of_day": "%s",
                     "path_to_frame_camera": "frame_camera/%5$s_frame_camera.png", "path_to_lidar": "lidar/%5$s_lidar.bin",
                     "path_to_radar": %6$s, "path_to_event_camera": "event_camera/%5$s_event_camera.h5",
                     "path_to_gnss": "gnss/%5$s_gnss.txt", %7$s
                     "frame_camera_exposure_start_timestamp_us": %8$s%9$d%8$s,
                     "frame_camera_exposure_end_timestamp_us": %8$s%10$d%8$s,
                     "sun_level": NaN, "tunnel": null, "ground_condition": "wet", "something_new": {"a": [1]}}""",
                            scene.id(),
                            scene.split(),
                            scene.weather(),
                            scene.time(),
                            scene.below(),
                            scene.hasRadar() ? "\"radar/" + scene.below() + "_radar.png\"" : "null",
                            scene.weather().equals("clear")
                                    ? ""
                                    : "\"path_to_reference_frame\": \"reference_frames/" + scene.below()
                                            + "_reference_frame.png\",",
                            quote,
                            scene.start(),
                            scene.end()));
        });
        return json.append("}\n").toString();
    }
}
