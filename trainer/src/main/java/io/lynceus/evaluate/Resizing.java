package io.lynceus.evaluate;

import io.lynceus.data.Sample;
import io.lynceus.raster.RasterSize;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/** Whole frames to the network's input and masks back to the label's size. */
final class Resizing {
    private Resizing() {}

    /** Rasters bilinearly; the label, which only training needs at this size, to the nearest pixel. */
    static Sample to(Sample sample, RasterSize size) {
        RasterSize own = new RasterSize(sample.height(), sample.width());
        if (own.equals(size)) {
            return sample;
        }
        List<Sample.Frame> frames = new ArrayList<>();
        for (Sample.Frame frame : sample.frames()) {
            frames.add(new Sample.Frame(
                    frame.modality(), resized(frame.raster(), own, size, 3, opencv_imgproc.INTER_LINEAR)));
        }
        return new Sample(sample.id(), size.height(), size.width(), frames, mask(sample.label(), own, size));
    }

    static byte[] mask(byte[] classes, RasterSize from, RasterSize to) {
        return from.equals(to) ? classes : resized(classes, from, to, 1, opencv_imgproc.INTER_NEAREST);
    }

    private static byte[] resized(byte[] pixels, RasterSize from, RasterSize to, int channels, int how) {
        int type = channels == 3 ? opencv_core.CV_8UC3 : opencv_core.CV_8UC1;
        byte[] result = new byte[to.pixels() * channels];
        try (BytePointer data = new BytePointer(pixels);
                Mat source = new Mat(from.height(), from.width(), type, data);
                Size size = new Size(to.width(), to.height());
                BytePointer space = new BytePointer(result.length);
                Mat target = new Mat(to.height(), to.width(), type, space)) {
            opencv_imgproc.resize(source, target, size, 0, 0, how);
            space.get(result);
        }
        return result;
    }
}
