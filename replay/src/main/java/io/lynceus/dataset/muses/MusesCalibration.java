package io.lynceus.dataset.muses;

import com.fasterxml.jackson.databind.JsonNode;
import io.lynceus.dataset.Latched;
import io.lynceus.dataset.message.CalibrationMessages;
import io.lynceus.dataset.sample.Expected;
import io.lynceus.matrix.Matrix3;
import io.lynceus.wire.Stamp;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * {@code calib.json} of MUSES. Images and events are delivered without distortion.
 *
 * @param rgb camera matrix for 1920 x 1080, row-major [3, 3], rounded to float32 as the SDK does
 * @param event the same of the event camera
 * @param lidarToRgb p_rgb = T p_lidar, row-major [4, 4], metres
 * @param radarToRgb the same of the radar
 * @param eventToRgb the same of the event camera
 * @param lidarToGnss p_gnss = T p_lidar
 * @param radarToGnss the same of the radar
 */
record MusesCalibration(
        double[] rgb,
        double[] event,
        double[] lidarToRgb,
        double[] radarToRgb,
        double[] eventToRgb,
        double[] lidarToGnss,
        double[] radarToGnss) {
    static final int WIDTH = 1920;
    static final int HEIGHT = 1080;
    /** The width of the sensor model; neither the data nor the SDK states it. */
    static final int EVENT_WIDTH = 1280;

    static final int EVENT_HEIGHT = 720;

    static MusesCalibration read(Path root) throws IOException {
        Path file = Expected.in(root, "calib.json", "holds the cameras' matrices and the sensors' poses");
        JsonNode json = MusesJson.read(file);
        return new MusesCalibration(
                single(matrix(json, "/intrinsics/rgb/K", 3, file)),
                single(matrix(json, "/intrinsics/event/K", 3, file)),
                matrix(json, "/extrinsics/lidar2rgb", 4, file),
                matrix(json, "/extrinsics/radar2rgb", 4, file),
                matrix(json, "/extrinsics/event2rgb", 4, file),
                matrix(json, "/extrinsics/lidar2gnss", 4, file),
                matrix(json, "/extrinsics/radar2gnss", 4, file));
    }

    private static double[] matrix(JsonNode json, String pointer, int size, Path file) throws IOException {
        JsonNode rows = json.at(pointer);
        double[] matrix = new double[size * size];
        boolean whole = rows.size() == size;
        for (int i = 0; whole && i < matrix.length; i++) {
            JsonNode number = rows.path(i / size).path(i % size);
            whole = number.isNumber();
            matrix[i] = number.asDouble();
        }
        if (!whole) {
            throw new IOException(
                    file + ": " + pointer + " is " + rows + "; expected are " + size + " rows of " + size + " numbers");
        }
        return matrix;
    }

    private static double[] single(double[] matrix) {
        double[] rounded = new double[matrix.length];
        for (int i = 0; i < matrix.length; i++) {
            rounded[i] = (float) matrix[i];
        }
        return rounded;
    }

    /** Returns cameras and poses as messages. */
    List<Latched> latched(String camera, String lidar, String radar, String events, Stamp stamp) {
        return List.of(
                CalibrationMessages.camera(camera, WIDTH, HEIGHT, rgb, stamp),
                CalibrationMessages.camera(events, EVENT_WIDTH, EVENT_HEIGHT, event, stamp),
                transform(camera, events, eventToRgb, stamp),
                transform(camera, lidar, lidarToRgb, stamp),
                transform(camera, radar, radarToRgb, stamp));
    }

    private static Latched transform(String parent, String child, double[] t, Stamp stamp) {
        double[] rotation = {t[0], t[1], t[2], t[4], t[5], t[6], t[8], t[9], t[10]};
        return CalibrationMessages.transform(parent, child, rotation, new double[] {t[3], t[7], t[11]}, stamp);
    }

    /**
     * Returns the map from a pixel of the event camera to one of the colour camera, row-major [3, 3]: {@code K_rgb R K_event^-1},
     * as if all points were at infinity. The SDK's stereo rectification gives the same.
     */
    double[] eventHomography() {
        double[] r = {
            eventToRgb[0], eventToRgb[1], eventToRgb[2],
            eventToRgb[4], eventToRgb[5], eventToRgb[6],
            eventToRgb[8], eventToRgb[9], eventToRgb[10]
        };
        return Matrix3.product(Matrix3.product(rgb, r), Matrix3.inverseOfCamera(event));
    }
}
