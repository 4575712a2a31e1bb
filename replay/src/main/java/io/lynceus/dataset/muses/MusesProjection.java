package io.lynceus.dataset.muses;

import io.lynceus.dataset.message.ImageFiles;

/**
 * Images of points and events as the MUSES SDK makes them (timbroed/MUSES), with the SDK's order, rounding and collisions. Points
 * behind the camera are left out. The SDK does not leave them out, but its sensors face forward.
 *
 * @param width of the image, pixels
 * @param height of the image, pixels
 * @param k camera matrix of that size, row-major [3, 3]
 */
record MusesProjection(int width, int height, double[] k) {
    private static final double NEAREST = 1.0;
    private static final float CODE_OFFSET = 100;
    private static final float CODE_SCALE = 150;
    private static final float LIFT = 255;

    /** Makes the projection into the full image of the colour camera. */
    static MusesProjection of(MusesCalibration calibration) {
        return new MusesProjection(MusesCalibration.WIDTH, MusesCalibration.HEIGHT, calibration.rgb());
    }

    /**
     * Returns range, intensity and height of the last point of the file that falls on each pixel: float32 [H, W, 3], 0 where none
     * does.
     *
     * @param toRgb p_rgb = T p_sensor, row-major [4, 4]
     * @param farthest range from which points are left out, metres
     * @param flat true if heights are 0, as for the radar
     */
    float[] points(TimedPoints points, double[] toRgb, double farthest, boolean flat) {
        float[] image = new float[width * height * 3];
        for (int i = 0; i < points.count(); i++) {
            double range = points.range(i);
            double[] p = new double[3];
            for (int row = 0; row < 3; row++) {
                p[row] = toRgb[4 * row] * points.x(i)
                        + toRgb[4 * row + 1] * points.y(i)
                        + toRgb[4 * row + 2] * points.z(i)
                        + toRgb[4 * row + 3];
            }
            double u = (k[0] * p[0] + k[1] * p[1] + k[2] * p[2]) / p[2];
            double v = (k[3] * p[0] + k[4] * p[1] + k[5] * p[2]) / p[2];
            boolean seen = p[2] > 0 && u > 0 && u < width - 1 && v > 0 && v < height - 1;
            if (seen && range >= NEAREST && range <= farthest) {
                int pixel = 3 * ((int) v * width + (int) u);
                image[pixel] = (float) range;
                image[pixel + 1] = (float) points.intensity(i);
                image[pixel + 2] = flat ? 0 : (float) points.z(i);
            }
        }
        return image;
    }

    /**
     * Returns each channel's largest value in a box. It raises heights before and lowers them after, because they may be negative.
     *
     * @param size of the box: 2 spreads each point right and down, 9 to all sides
     */
    float[] dilate(float[] image, int size) {
        int anchor = size / 2;
        float[] lifted = image.clone();
        for (int i = 2; i < lifted.length; i += 3) {
            lifted[i] += lifted[i] != 0 ? LIFT : 0;
        }
        float[] across = boxMaximum(lifted, size, anchor, true);
        float[] dilated = boxMaximum(across, size, anchor, false);
        for (int i = 2; i < dilated.length; i += 3) {
            dilated[i] -= dilated[i] != 0 ? LIFT : 0;
        }
        return dilated;
    }

    private float[] boxMaximum(float[] image, int size, int anchor, boolean across) {
        float[] result = new float[image.length];
        for (int i = 0; i < image.length; i++) {
            int pixel = i / 3;
            int place = across ? pixel % width : pixel / width;
            int end = across ? width : height;
            int step = across ? 3 : 3 * width;
            float largest = Float.NEGATIVE_INFINITY;
            for (int d = -anchor; d < size - anchor; d++) {
                if (place + d >= 0 && place + d < end) {
                    largest = Math.max(largest, image[i + d * step]);
                }
            }
            result[i] = largest;
        }
        return result;
    }

    /**
     * Returns the file that the SDK writes: {@code trunc((v + 100) * 150)} in 16 bits, so that empty pixels hold 15000. OpenCV
     * writes the first channel as blue: red is height, green intensity, blue range.
     */
    byte[] png(float[] image) {
        int[] codes = new int[image.length];
        for (int i = 0; i < image.length; i++) {
            float code = (image[i / 3 * 3 + 2 - i % 3] + CODE_OFFSET) * CODE_SCALE; // in float32, as NumPy does
            codes[i] = (int) Math.max(0, Math.min(0xFFFF, code));
        }
        return ImageFiles.png(ImageFiles.image(width, height, 3, 0xFFFF, codes));
    }

    /**
     * Returns the file of event counts that the SDK writes: red 0, green the number of negative events, blue that of positive ones.
     * Counts stop at 255; the SDK's overflow to 0.
     *
     * @param h from the event camera's pixels to this image's, row-major [3, 3]
     */
    byte[] eventPng(EventColumns events, double[] h) {
        int[] counts = new int[width * height * 3];
        for (int i = 0; i < events.count(); i++) {
            double[] place = events.placed(i, h);
            if (place[0] >= 0 && place[0] < width && place[1] >= 0 && place[1] < height) {
                int pixel = 3 * ((int) place[1] * width + (int) place[0]);
                int channel = events.polarity()[i] == 1 ? 2 : 1;
                counts[pixel + channel] = Math.min(255, counts[pixel + channel] + 1);
            }
        }
        return ImageFiles.png(ImageFiles.image(width, height, 3, 0xFF, counts));
    }
}
