package io.lynceus.data;

import io.lynceus.dataset.LabelRaster;
import io.lynceus.raster.RasterSize;
import io.lynceus.score.gate.SensorFault;
import io.lynceus.wire.Modality;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Frames of one moment, all of one size and aligned by pixel, and their label.
 *
 * @param id names the sample in messages, such as {@code street/7/night/12000ms}
 * @param height rows of the frames
 * @param width columns of the frames
 * @param frames those that are present
 * @param label of the frames' size where the network learns from it; of its own where masks are judged by it
 */
public record Sample(String id, int height, int width, List<Frame> frames, LabelRaster label) {
    /**
     * @param modality index into the source's modalities
     * @param raster uint8 [H*W*3] RGB
     * @param quality 1 for a frame as it was measured, less for one that training has put a fault into, 0 if nothing is left of it
     */
    public record Frame(int modality, byte[] raster, float quality) {
        public Frame(int modality, byte[] raster) {
            this(modality, raster, 1);
        }
    }

    public Sample {
        frames = List.copyOf(frames);
        for (Frame frame : frames) {
            if (frame.raster.length != height * width * 3) {
                throw new IllegalArgumentException(id + ": the raster of modality " + frame.modality + " has "
                        + frame.raster.length + " bytes, the size is " + height + " x " + width + " x 3");
            }
        }
    }

    /** Returns one of the frames with a fault, and the quality that it leaves. */
    public Frame faulty(Frame frame, SensorFault fault, Modality sensor, double strength, SplittableRandom random) {
        byte[] raster = fault.apply(frame.raster, new RasterSize(height, width), sensor, strength, random);
        return new Frame(frame.modality, raster, fault.quality(strength));
    }

    /** Returns the same sample with some of its frames. */
    public Sample withFrames(List<Frame> some) {
        return new Sample(id, height, width, some, label);
    }
}
