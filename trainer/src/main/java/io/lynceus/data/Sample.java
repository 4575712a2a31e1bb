package io.lynceus.data;

import java.util.List;

/**
 * Frames of one moment and their label, all of one size and aligned by pixel.
 *
 * @param id names the sample in messages, such as {@code street/7/night/12000ms}
 * @param height rows
 * @param width columns
 * @param frames those that are present
 * @param label uint8 [H*W], class ids, 255 = ignored
 */
public record Sample(String id, int height, int width, List<Frame> frames, byte[] label) {
    /**
     * @param modality index into the source's modalities
     * @param raster uint8 [H*W*3] RGB
     */
    public record Frame(int modality, byte[] raster) {}

    public Sample {
        frames = List.copyOf(frames);
        if (label.length != height * width) {
            throw new IllegalArgumentException(
                    id + ": the label has " + label.length + " pixels, the size is " + height + " x " + width);
        }
        for (Frame frame : frames) {
            if (frame.raster.length != height * width * 3) {
                throw new IllegalArgumentException(id + ": the raster of modality " + frame.modality + " has "
                        + frame.raster.length + " bytes, the size is " + height + " x " + width + " x 3");
            }
        }
    }

    /** The same sample with some of its frames. */
    public Sample withFrames(List<Frame> some) {
        return new Sample(id, height, width, some, label);
    }
}
