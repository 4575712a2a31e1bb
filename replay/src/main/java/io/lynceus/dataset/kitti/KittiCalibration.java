package io.lynceus.dataset.kitti;

import io.lynceus.dataset.Latched;
import io.lynceus.dataset.message.CalibrationMessages;
import io.lynceus.dataset.sample.Expected;
import io.lynceus.matrix.Matrix3;
import io.lynceus.wire.Stamp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Calibration of a KITTI day, for the rectified left colour camera (02) and the Velodyne. Geiger et al., "Vision meets
 * Robotics: The KITTI Dataset" (IJRR 2013), equation 8: {@code pixel = P_rect_02 · R_rect_00 · (R | T) · point}.
 *
 * <p>The fourth column of {@code P_rect_02} is camera 02's distance from camera 00; here it goes into the LiDAR's transform,
 * so that {@code K} and the transform alone project points.
 */
final class KittiCalibration {
    private static final String CAMERAS = "calib_cam_to_cam.txt";
    private static final String VELODYNE = "calib_velo_to_cam.txt";

    /** Camera matrix [3, 3]. */
    private final double[] k;
    /** Width and height of the image; null if the file does not state it. */
    private final double @Nullable [] size;
    /** Rotation of {@code p_camera = R p_lidar + t} [3, 3]. */
    private final double[] rotation;
    /** Translation of the same, in metres [3]. */
    private final double[] translation;

    private KittiCalibration(double[] p, double[] rectify, double[] r, double[] t, double @Nullable [] size) {
        k = new double[] {p[0], p[1], p[2], p[4], p[5], p[6], p[8], p[9], p[10]};
        this.size = size;
        rotation = Matrix3.product(rectify, r);
        translation = Matrix3.times(rectify, t);
        // K^-1 times P's fourth column, for an upper triangular K without skew.
        double forward = p[11];
        translation[0] += (p[3] - p[2] * forward) / p[0];
        translation[1] += (p[7] - p[6] * forward) / p[5];
        translation[2] += forward;
    }

    /** Reads the two files of a day's folder. */
    static KittiCalibration read(Path day) throws IOException {
        Path cameras = Expected.in(day, CAMERAS, "holds the camera's matrix; unpack the day's calibration there");
        Path velodyne = Expected.in(day, VELODYNE, "holds the LiDAR's pose; unpack the day's calibration there");
        Map<String, double[]> camera = entries(cameras);
        Map<String, double[]> lidar = entries(velodyne);
        return new KittiCalibration(
                require(camera, "P_rect_02", 12, cameras),
                require(camera, "R_rect_00", 9, cameras),
                require(lidar, "R", 9, velodyne),
                require(lidar, "T", 3, velodyne),
                camera.containsKey("S_rect_02") ? require(camera, "S_rect_02", 2, cameras) : null);
    }

    /** Returns the messages. The header of the given image tells the size if the calibration does not. */
    List<Latched> latched(String cameraFrame, String lidarFrame, Path anyImage, Stamp stamp) throws IOException {
        PngSize image = size == null ? PngSize.of(anyImage) : new PngSize((int) size[0], (int) size[1]);
        return List.of(
                CalibrationMessages.camera(cameraFrame, image.width(), image.height(), k, stamp),
                CalibrationMessages.transform(cameraFrame, lidarFrame, rotation, translation, stamp));
    }

    /** Reads lines {@code key: numbers}; others, such as the date, are skipped. */
    private static Map<String, double[]> entries(Path file) throws IOException {
        Map<String, double[]> entries = new HashMap<>();
        for (String line : Files.readAllLines(file)) {
            int colon = line.indexOf(':');
            String numbers = colon < 0 ? "" : line.substring(colon + 1).trim();
            if (numbers.matches("[-+0-9.eE\\s]+")) {
                double[] values = Arrays.stream(numbers.split("\\s+"))
                        .mapToDouble(Double::parseDouble)
                        .toArray();
                entries.put(line.substring(0, colon).trim(), values);
            }
        }
        return entries;
    }

    private static double[] require(Map<String, double[]> entries, String key, int count, Path file)
            throws IOException {
        double[] values = entries.get(key);
        if (values == null || values.length != count) {
            String found = values == null ? "entries " + entries.keySet() : values.length + " numbers";
            throw new IOException(file + " must have an entry " + key + " of " + count + " numbers, but has " + found
                    + "; unpack the day's calibration again");
        }
        return values;
    }
}
