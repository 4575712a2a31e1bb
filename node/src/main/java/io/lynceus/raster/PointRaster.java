package io.lynceus.raster;

import io.lynceus.raster.ContentStatistics.PointStatistics;
import io.lynceus.raster.geometry.Calibration;
import io.lynceus.raster.message.FramePayload;
import io.lynceus.raster.message.PointField;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Draws a point cloud as the reference camera would see it; the package's documentation has the formulas. */
final class PointRaster {
    private static final double FAR_METRES = 200;
    private static final double LOWEST_METRES = -4;
    private static final double HEIGHT_SPAN_METRES = 16;
    /** Drivers write the origin for a beam without a return. */
    private static final double MIN_RANGE_METRES = 1e-3;

    private static final ThreadLocal<Canvas> CANVAS = ThreadLocal.withInitial(Canvas::new);

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
        Canvas canvas = CANVAS.get().cleared(size, radius);
        int valid = 0;
        int inView = 0;
        double sum = 0;
        double squares = 0;
        ByteBuffer data = points.data();
        int stride = points.stride();
        PointField xs = points.x();
        PointField ys = points.y();
        PointField zs = points.z();
        @Nullable PointField intensities = points.intensity().orElse(null);
        for (int i = 0, at = 0, n = points.count(); i < n; i++, at += stride) {
            double x = xs.read(data, at);
            double y = ys.read(data, at);
            double z = zs.read(data, at);
            double range = Math.sqrt(x * x + y * y + z * z);
            if (!(range > MIN_RANGE_METRES) || range == Double.POSITIVE_INFINITY) {
                continue; // NaN too
            }
            valid++;
            sum += range;
            squares += range * range;
            if (projector.project(x, y, z)) {
                inView++;
                canvas.splat(projector, intensities == null ? 0 : (float) intensities.read(data, at));
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

    /** The nearest point so far at each pixel. Each thread keeps one, because a new one for each frame is a third of its garbage. */
    private static final class Canvas {
        private float[] distance = {};
        private float[] intensity = {};
        /** Range code in bits 0–7, height code in bits 8–15; 0 where no point is. */
        private short[] codes = {};

        private int width;
        private int height;
        private int radius;
        private float largestIntensity;

        Canvas cleared(RasterSize size, int pointRadius) {
            if (distance.length != size.pixels()) {
                distance = new float[size.pixels()];
                intensity = new float[size.pixels()];
                codes = new short[size.pixels()];
            }
            Arrays.fill(distance, Float.POSITIVE_INFINITY);
            Arrays.fill(intensity, 0);
            Arrays.fill(codes, (short) 0);
            width = size.width();
            height = size.height();
            radius = pointRadius;
            largestIntensity = 0;
            return this;
        }

        void splat(PointProjector point, float pointIntensity) {
            float d = (float) point.distance();
            short code = (short) (rangeCode(d) | (heightCode(point.height()) << 8));
            float shown = pointIntensity > 0 ? pointIntensity : 0; // a NaN intensity is no intensity
            largestIntensity = Math.max(largestIntensity, shown);
            int bottom = Math.min(height - 1, point.row() + radius);
            int right = Math.min(width - 1, point.column() + radius);
            for (int row = Math.max(0, point.row() - radius); row <= bottom; row++) {
                for (int column = Math.max(0, point.column() - radius); column <= right; column++) {
                    int pixel = row * width + column;
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
            byte[] row = new byte[3 * width];
            for (int pixel = 0, r = 0; r < height; r++) {
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
