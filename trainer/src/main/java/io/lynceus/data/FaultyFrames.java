package io.lynceus.data;

import io.lynceus.fault.Faults;
import io.lynceus.fault.content.Pixels;
import io.lynceus.raster.RasterSpec;
import io.lynceus.wire.Modality;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Puts faults into frames while training. A frame's quality, which the quality head learns, is 1 without a fault and one less the
 * fault's strength with it. The strength is taken and not the loss with and without the frame: it is known exactly for every
 * frame and costs no further pass, whereas the loss of one frame of a set is mostly noise.
 *
 * @param modalities of the source
 */
record FaultyFrames(FaultConfig config, List<Modality> modalities) {
    /** Pixels that a displacement of strength 1 moves a frame, as a share of its width. */
    private static final double FARTHEST = 0.1;

    FaultyFrames {
        modalities = List.copyOf(modalities);
        for (Modality modality : modalities) {
            config.of(modality.equals(Modality.RGB)).forEach(fault -> fault.check(modality));
        }
    }

    Sample apply(Sample sample, SplittableRandom random) {
        if (config.probability() == 0) {
            return sample;
        }
        List<Sample.Frame> frames = new ArrayList<>();
        for (Sample.Frame frame : sample.frames()) {
            frames.add(random.nextDouble() < config.probability() ? faulty(sample, frame, random) : frame);
        }
        return sample.withFrames(frames);
    }

    private Sample.Frame faulty(Sample sample, Sample.Frame frame, SplittableRandom random) {
        Modality modality = modalities.get(frame.modality());
        List<TrainingFault> kinds = config.of(modality.equals(Modality.RGB));
        if (kinds.isEmpty()) {
            return frame;
        }
        TrainingFault kind = kinds.get(random.nextInt(kinds.size()));
        double strength = kind.total() ? 1 : random.nextDouble();
        byte[] raster = kind == TrainingFault.DISPLACE
                ? displaced(frame.raster(), sample.height(), sample.width(), strength, random)
                : enlarged(
                        Faults.ofImages(kind.text(strength), modality)
                                .apply(Pixels.ofRgb(sample.width(), sample.height(), frame.raster()), random.split()),
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
