package io.lynceus.score.gate;

import io.lynceus.fault.Faults;
import io.lynceus.fault.content.Pixels;
import io.lynceus.raster.RasterSize;
import io.lynceus.raster.RasterSpec;
import io.lynceus.wire.Modality;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * A fault that a frame may have in training and in tests of the gate, with a strength between 0 (hardly there) and 1. Each is a fault that {@code replay
 * --inject} knows, put into the raster; a displacement stands for errors of time and of angle, which move what a sensor sees
 * against the label.
 */
public enum SensorFault {
    BLACK,
    SATURATE,
    NOISE,
    LOWRES,
    RMM,
    DISPLACE,
    MOTIONBLUR,
    OVEREXPOSURE,
    UNDEREXPOSURE;

    private static final double MOST_NOISE = 0.5;
    private static final double MOST_STOPS = 4;
    private static final int LONGEST_BLUR = 30;
    private static final int COARSEST_EXPONENT = 4;
    /** Pixels that a displacement of strength 1 moves a frame, as a share of its width. */
    private static final double FARTHEST = 0.1;

    /** Strength of a displacement from which a frame lowers the mask: a fortieth of the width. */
    private static final double HARMFUL_DISPLACEMENT = 0.25;
    /** Strength of a coarseness from which a camera lowers the mask: pixels that are about 12 times too large. */
    private static final double HARMFUL_COARSENESS = 0.8;

    /** Returns the name in configurations. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns true if only cameras have it. */
    public boolean ofPhotographs() {
        return this == MOTIONBLUR || this == OVEREXPOSURE || this == UNDEREXPOSURE;
    }

    /** Returns true if nothing of the frame is left, at any strength. */
    public boolean total() {
        return this == BLACK || this == SATURATE;
    }

    /**
     * Returns how much a frame with this fault still helps the mask of its set, from 1 at strength 0 to 0 at the strength from which the
     * set is better off without the frame. The strengths are those of the gate's table (docs/robustness.md).
     */
    public float quality(double strength) {
        double harmful =
                switch (this) {
                    case DISPLACE -> HARMFUL_DISPLACEMENT;
                    case LOWRES -> HARMFUL_COARSENESS;
                    default -> 1;
                };
        return (float) Math.max(0, 1 - strength / harmful);
    }

    /** Returns the fault in the language of {@link Faults}; a displacement has none. */
    private String text(double strength) {
        return switch (this) {
            case BLACK, SATURATE -> key();
            case NOISE -> key() + argument(0.02 + (MOST_NOISE - 0.02) * strength);
            case RMM -> key() + argument(0.1 + 0.85 * strength);
            case LOWRES -> key() + "(" + Math.round(Math.pow(2, 1 + (COARSEST_EXPONENT - 1) * strength)) + ")";
            case MOTIONBLUR -> key() + "(" + (3 + Math.round((LONGEST_BLUR - 3) * strength)) + ")";
            case OVEREXPOSURE, UNDEREXPOSURE -> key() + argument(0.5 + (MOST_STOPS - 0.5) * strength);
            case DISPLACE -> throw new IllegalStateException("a displacement is no fault of pixels");
        };
    }

    private static String argument(double value) {
        return String.format(Locale.ROOT, "(%.3f)", value);
    }

    /** Refuses at start what {@link Faults} would refuse in the middle of a run. */
    public void check(Modality modality) {
        if (this != DISPLACE) {
            Faults.ofImages(text(0), modality);
            Faults.ofImages(text(1), modality);
        }
    }

    /** Returns the faults that a modality can have. */
    public static List<SensorFault> of(Modality modality) {
        return Arrays.stream(values())
                .filter(fault -> modality.equals(Modality.RGB) || !fault.ofPhotographs())
                .toList();
    }

    /** Returns the dice of a fault in a sample: the same for the same seed and sample. */
    public static SplittableRandom dice(long seed, String sample) {
        return new SplittableRandom(seed ^ sample.hashCode());
    }

    /**
     * Returns a frame's raster with this fault, uint8 [H, W, 3].
     *
     * @param raster of a frame without it, uint8 [H, W, 3], which stays as it is
     * @param strength 0 to 1
     */
    public byte[] apply(byte[] raster, RasterSize size, Modality modality, double strength, SplittableRandom random) {
        return this == DISPLACE
                ? displaced(raster, size.height(), size.width(), strength, random)
                : enlarged(
                        Faults.ofImages(text(strength), modality)
                                .apply(Pixels.ofRgb(size.width(), size.height(), raster), random),
                        size,
                        RasterSpec.blends(modality));
    }

    /** Brings the smaller image of a coarse sensor to the raster's size, as the node does: uint8 [H*W*3]. */
    private static byte[] enlarged(Pixels image, RasterSize wanted, boolean smooth) {
        if (image.width() == wanted.width() && image.height() == wanted.height()) {
            return image.bytes();
        }
        byte[] raster = new byte[wanted.bytes()];
        int how = smooth ? opencv_imgproc.INTER_LINEAR : opencv_imgproc.INTER_NEAREST;
        try (BytePointer data = new BytePointer(image.bytes());
                Mat small = new Mat(image.height(), image.width(), opencv_core.CV_8UC3, data);
                BytePointer space = new BytePointer(raster.length);
                Mat large = new Mat(wanted.height(), wanted.width(), opencv_core.CV_8UC3, space);
                Size size = new Size(wanted.width(), wanted.height())) {
            opencv_imgproc.resize(small, large, size, 0, 0, how);
            space.get(raster);
        }
        return raster;
    }

    /** Moves a raster, by a third of the distance in rows; what enters is black. */
    private static byte[] displaced(byte[] raster, int height, int width, double strength, SplittableRandom random) {
        int farthest = Math.max(1, (int) Math.round(strength * FARTHEST * width));
        int right = random.nextBoolean() ? farthest : -farthest;
        int down = random.nextInt(2 * farthest + 1) / 3 - farthest / 3;
        byte[] moved = new byte[raster.length];
        int count = width - Math.abs(right);
        for (int y = Math.max(0, down); y < height + Math.min(0, down); y++) {
            int from = (y - down) * width + Math.max(0, -right);
            int to = y * width + Math.max(0, right);
            System.arraycopy(raster, 3 * from, moved, 3 * to, 3 * count);
        }
        return moved;
    }
}
