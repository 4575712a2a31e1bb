package io.lynceus.data;

import io.lynceus.fault.Faults;
import io.lynceus.fault.content.Pixels;
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

    /** Returns the name in configurations. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns true if only cameras have it. */
    boolean ofPhotographs() {
        return this == MOTIONBLUR || this == OVEREXPOSURE || this == UNDEREXPOSURE;
    }

    /** Returns true if nothing of the frame is left, at any strength. */
    public boolean total() {
        return this == BLACK || this == SATURATE;
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
    void check(Modality modality) {
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

    /** Returns a frame with this fault, the same for the same seed and sample. */
    public Sample.Frame apply(Sample sample, Sample.Frame frame, Modality modality, double strength, long seed) {
        return apply(
                sample,
                frame,
                modality,
                strength,
                new SplittableRandom(seed ^ sample.id().hashCode()));
    }

    Sample.Frame apply(Sample sample, Sample.Frame frame, Modality modality, double strength, SplittableRandom random) {
        byte[] raster = this == DISPLACE
                ? displaced(frame.raster(), sample.height(), sample.width(), strength, random)
                : enlarged(
                        Faults.ofImages(text(strength), modality)
                                .apply(Pixels.ofRgb(sample.width(), sample.height(), frame.raster()), random),
                        sample,
                        RasterSpec.blends(modality));
        return new Sample.Frame(frame.modality(), raster, (float) (1 - strength));
    }

    /** Brings the smaller image of a coarse sensor to the sample's size, as the node does: uint8 [H*W*3]. */
    private static byte[] enlarged(Pixels image, Sample sample, boolean smooth) {
        if (image.width() == sample.width() && image.height() == sample.height()) {
            return image.bytes();
        }
        byte[] raster = new byte[sample.width() * sample.height() * 3];
        int how = smooth ? opencv_imgproc.INTER_LINEAR : opencv_imgproc.INTER_NEAREST;
        try (BytePointer data = new BytePointer(image.bytes());
                Mat small = new Mat(image.height(), image.width(), opencv_core.CV_8UC3, data);
                BytePointer space = new BytePointer(raster.length);
                Mat large = new Mat(sample.height(), sample.width(), opencv_core.CV_8UC3, space);
                Size size = new Size(sample.width(), sample.height())) {
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
