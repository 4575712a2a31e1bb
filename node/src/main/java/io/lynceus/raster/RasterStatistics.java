package io.lynceus.raster;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;

/** Statistics of rasters that did not come through a {@link Rasterizer}, such as those that a fault was put into. */
public final class RasterStatistics {
    private RasterStatistics() {}

    /** Takes the statistics of an image: uint8 [H*W*3], RGB. */
    public static ContentStatistics of(byte[] raster, int height, int width) {
        try (BytePointer data = new BytePointer(raster);
                Mat image = new Mat(height, width, opencv_core.CV_8UC3, data)) {
            return ImageMeasure.of(image, 0);
        }
    }
}
