package io.lynceus.raster;

import static org.bytedeco.opencv.global.opencv_core.minMaxLoc;

import io.lynceus.raster.message.MalformedException;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.opencv.opencv_core.Mat;

/** Finds the range of numbers of more than 8 bits, which messages do not state. */
final class DeepRange {
    private static final double TWELVE_BITS = 4095;
    private static final double SIXTEEN_BITS = 65_535;
    /** No depth camera sees this far; of millimetres that are read as metres, nearly all lie beyond. */
    private static final float FARTHEST_METRES = 256;

    private DeepRange() {}

    /** Returns the factor from 16-bit numbers to 8-bit ones: 12-bit cameras send their numbers without scaling. */
    static double factor(Mat image) {
        try (DoublePointer most = new DoublePointer(1);
                Mat numbers = image.reshape(1)) {
            minMaxLoc(numbers, null, most, null, null, null);
            return 255 / (most.get() <= TWELVE_BITS ? TWELVE_BITS : SIXTEEN_BITS);
        }
    }

    /** Refuses depth of which more than half lies beyond the range of all cameras. */
    static void requireMetres(Mat depth) throws MalformedException {
        FloatBuffer metres = depth.createBuffer();
        int known = 0;
        int beyond = 0;
        for (int i = 0; i < metres.limit(); i++) {
            float value = metres.get(i);
            if (value > 0 && value < Float.POSITIVE_INFINITY) {
                known++;
                beyond += value > FARTHEST_METRES ? 1 : 0;
            }
        }
        if (2 * beyond > known) {
            throw new MalformedException("32FC1 depth of which " + beyond + " of " + known + " pixels lie beyond "
                    + (int) FARTHEST_METRES + " m: 32FC1 is in metres (ROS REP 118), and these look like millimetres;"
                    + " divide by 1000, or publish 16UC1");
        }
    }
}
