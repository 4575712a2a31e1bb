package io.lynceus.raster;

import static org.bytedeco.opencv.global.opencv_core.CV_16UC1;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Encodes depth as three bytes; the package's documentation has the formulas. Tables hold the codes of both kinds of pixel, because
 * a logarithm for each pixel would cost ten times as much.
 */
final class DepthCode {
    private static final double NEAR_METRES = 0.25;
    private static final double FAR_METRES = 256;
    private static final double LOG_SPAN = Math.log(FAR_METRES / NEAR_METRES);
    private static final int WAVES = 16;
    /** The remaining bits of a positive float have 11 bits of its mantissa: 0.05 %, less than a step of the fine channel. */
    private static final int DROPPED_BITS = 12;

    /** The code for each number of millimetres; 0 = no data. */
    private static final int[] OF_MILLIMETRES = ofMillimetres();
    /** The code for the upper bits of a positive float, metres. */
    private static final int[] OF_FLOAT_BITS = ofFloatBits();

    private DepthCode() {}

    private static int[] ofMillimetres() {
        int[] table = new int[1 << Short.SIZE];
        for (int mm = 1; mm < table.length; mm++) {
            table[mm] = code(mm / 1000.0);
        }
        return table;
    }

    private static int[] ofFloatBits() {
        int[] table = new int[1 << (Integer.SIZE - 1 - DROPPED_BITS)];
        for (int bits = 1; bits < table.length; bits++) {
            float middle = Float.intBitsToFloat((bits << DROPPED_BITS) + (1 << (DROPPED_BITS - 1)));
            boolean infinite = bits << DROPPED_BITS == Float.floatToIntBits(Float.POSITIVE_INFINITY);
            if (infinite) {
                table[bits] =
                        code(FAR_METRES); // infinite: beyond the sensor's range, which is a measurement (ROS REP 117)
            } else if (!Float.isNaN(middle)) {
                table[bits] = code(middle);
            }
        }
        return table;
    }

    /** Returns red in bits 0–7, green in 8–15, blue in 16–23. */
    private static int code(double metres) {
        double lambda = Math.min(1, Math.max(0, Math.log(metres / NEAR_METRES) / LOG_SPAN));
        double phase = WAVES * lambda - Math.floor(WAVES * lambda);
        long coarse = Math.round(255 * (1 - lambda));
        long fine = Math.round(255 * (1 - Math.abs(2 * phase - 1)));
        return (int) (coarse | (fine << 8) | (255 << 16));
    }

    /**
     * Encodes an image.
     *
     * @param depth at the raster's size, rows without padding: 16UC1 millimetres or 32FC1 metres
     * @param target uint8 [H, W, 3]
     */
    static void encode(Mat depth, ByteBuffer target) {
        int pixels = depth.rows() * depth.cols();
        if (depth.type() == CV_16UC1) {
            ShortBuffer millimetres = depth.createBuffer();
            for (int i = 0; i < pixels; i++) {
                put(OF_MILLIMETRES[millimetres.get(i) & 0xFFFF], i, target);
            }
        } else {
            FloatBuffer metres = depth.createBuffer();
            for (int i = 0; i < pixels; i++) {
                int bits = Float.floatToRawIntBits(metres.get(i));
                put(bits < 0 ? 0 : OF_FLOAT_BITS[bits >>> DROPPED_BITS], i, target);
            }
        }
    }

    private static void put(int code, int pixel, ByteBuffer target) {
        target.put(3 * pixel, (byte) code);
        target.put(3 * pixel + 1, (byte) (code >> 8));
        target.put(3 * pixel + 2, (byte) (code >> 16));
    }
}
