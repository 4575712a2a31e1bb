package io.lynceus.raster;

import io.lynceus.raster.ContentStatistics.PointStatistics;
import io.lynceus.raster.geometry.Calibration;
import io.lynceus.raster.message.FramePayload;
import io.lynceus.raster.message.PointField;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Draws a point cloud as the reference camera would see it; the package's documentation has the formulas. */
final class PointRaster {
    private static final double FAR_METRES = 200;
    private static final double LOWEST_METRES = -4;
    private static final double HEIGHT_SPAN_METRES = 16;
    /** Drivers write the origin for a beam without a return. */
    private static final double MIN_RANGE_METRES = 1e-3;

    private final RasterSize size;
    private final Calibration calibration;
    private final int radius;

    PointRaster(RasterSize size, Calibration calibration) {
        this.size = size;
        this.calibration = calibration;
        this.radius = Math.max(1, size.height() / 256);
    }

    /**
     * Draws a point cloud.
     *
     * @param target uint8 [H, W, 3], all of which is written
     */
    PointStatistics draw(FramePayload.CloudPoints points, long contentHash, ByteBuffer target) {
        PointProjector projector =
                new PointProjector(calibration.reference(), points.pose().then(calibration.sensorToReference()), size);
        Canvas canvas = new Canvas();
        int valid = 0;
        int inView = 0;
        double sum = 0;
        double squares = 0;
        ByteBuffer data = points.data();
        int stride = points.stride();
        for (int i = 0, at = 0, n = points.count(); i < n; i++, at += stride) {
            double x = points.x().read(data, at);
            double y = points.y().read(data, at);
            double z = points.z().read(data, at);
            double range = Math.sqrt(x * x + y * y + z * z);
            if (!(range > MIN_RANGE_METRES) || range == Double.POSITIVE_INFINITY) {
                continue; // NaN too
            }
            valid++;
            sum += range;
            squares += range * range;
            if (projector.project(x, y, z)) {
                inView++;
                double intensity = points.intensity().isEmpty()
                        ? 0
                        : points.intensity().get().read(data, at);
                canvas.splat(projector, (float) intensity);
            }
        }
        canvas.encode(
                points.intensity().map(field -> canvas.scale(field.type())).orElse(1.0), target);
        double mean = valid == 0 ? 0 : sum / valid;
        double variance = valid == 0 ? 0 : Math.max(0, squares / valid - mean * mean);
        return new PointStatistics(valid, inView, mean, Math.sqrt(variance), contentHash);
    }

    private static int rangeCode(double metres) {
        double near = 1 - Math.min(1, Math.max(0, Math.log(metres) / Math.log(FAR_METRES)));
        return (int) Math.round(1 + 254 * near);
    }

    private static int heightCode(double metres) {
        double share = Math.min(1, Math.max(0, (metres - LOWEST_METRES) / HEIGHT_SPAN_METRES));
        return (int) Math.round(1 + 254 * share);
    }

    /** The nearest point so far at each pixel. */
    private final class Canvas {
        private final float[] distance = new float[size.pixels()];
        private final float[] intensity = new float[size.pixels()];
        /** Range code in bits 0–7, height code in bits 8–15; 0 where no point is. */
        private final short[] codes = new short[size.pixels()];

        private float largestIntensity;

        Canvas() {
            Arrays.fill(distance, Float.POSITIVE_INFINITY);
        }

        void splat(PointProjector point, float pointIntensity) {
            float d = (float) point.distance();
            short code = (short) (rangeCode(d) | (heightCode(point.height()) << 8));
            float shown = pointIntensity > 0 ? pointIntensity : 0; // a NaN intensity is no intensity
            largestIntensity = Math.max(largestIntensity, shown);
            int bottom = Math.min(size.height() - 1, point.row() + radius);
            int right = Math.min(size.width() - 1, point.column() + radius);
            for (int row = Math.max(0, point.row() - radius); row <= bottom; row++) {
                for (int column = Math.max(0, point.column() - radius); column <= right; column++) {
                    int pixel = row * size.width() + column;
                    if (d < distance[pixel]) {
                        distance[pixel] = d;
                        intensity[pixel] = shown;
                        codes[pixel] = code;
                    }
                }
            }
        }

        /** Returns the value of full intensity: fixed for 8-bit numbers, derived from the values for all others. */
        double scale(PointField.NumericType type) {
            double told = scaleOf(largestIntensity);
            return type.fullScale() > 0 ? type.fullScale() : type.isFloat() ? told : Math.max(255, told);
        }

        void encode(double scale, ByteBuffer target) {
            float factor = (float) (255 / scale);
            byte[] row = new byte[3 * size.width()];
            for (int pixel = 0, r = 0; r < size.height(); r++) {
                for (int c = 0; c < row.length; c += 3, pixel++) {
                    row[c] = (byte) codes[pixel];
                    row[c + 1] = (byte) Math.min(255, Math.round(intensity[pixel] * factor));
                    row[c + 2] = (byte) (codes[pixel] >> 8);
                }
                target.put(r * row.length, row);
            }
        }

        private static double scaleOf(float largest) {
            if (largest <= 1) {
                return 1;
            }
            if (largest <= 255) {
                return 255;
            }
            return largest <= 65_535 ? 65_535 : 4_294_967_295.0;
        }
    }
}
