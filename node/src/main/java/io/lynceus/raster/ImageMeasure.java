package io.lynceus.raster;

import static org.bytedeco.opencv.global.opencv_core.CV_16S;
import static org.bytedeco.opencv.global.opencv_core.CV_64FC1;
import static org.bytedeco.opencv.global.opencv_core.meanStdDev;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_RGB2GRAY;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_AREA;
import static org.bytedeco.opencv.global.opencv_imgproc.Laplacian;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import io.lynceus.raster.ContentStatistics.ImageStatistics;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/** Takes {@link ImageStatistics} of a raster, on a small grey version of it. */
final class ImageMeasure {
    private static final int MAX_WIDTH = 160;
    private static final int MAX_HEIGHT = 120;
    private static final int BLACK = 4;
    private static final int SATURATED = 251;

    private ImageMeasure() {}

    /**
     * Measures a raster.
     *
     * @param raster uint8 [H, W, 3]
     */
    static ImageStatistics of(Mat raster, long contentHash) {
        try (Mat grey = new Mat();
                Mat small = new Mat();
                Mat edges = new Mat()) {
            cvtColor(raster, grey, COLOR_RGB2GRAY);
            shrink(grey, small);
            Laplacian(small, edges, CV_16S);
            Moments values = Moments.of(small);
            double edgeDeviation = Moments.of(edges).deviation();
            return shares(small, values, edgeDeviation * edgeDeviation, contentHash);
        }
    }

    /** Shrinks by averaging areas. It halves first, because OpenCV is many times faster at halving than at other factors. */
    private static void shrink(Mat grey, Mat small) {
        int width = Math.min(MAX_WIDTH, grey.cols());
        int height = Math.min(MAX_HEIGHT, grey.rows());
        boolean halves = grey.cols() % 2 == 0 && grey.rows() % 2 == 0;
        if (halves && grey.cols() / 2 >= 2 * width && grey.rows() / 2 >= 2 * height) {
            try (Mat half = new Mat();
                    Size extent = new Size(grey.cols() / 2, grey.rows() / 2)) {
                resize(grey, half, extent, 0, 0, INTER_AREA);
                shrink(half, small);
            }
        } else {
            try (Size extent = new Size(width, height)) {
                resize(grey, small, extent, 0, 0, INTER_AREA);
            }
        }
    }

    private static ImageStatistics shares(Mat grey, Moments values, double sharpness, long contentHash) {
        ByteBuffer pixels = grey.createBuffer();
        int black = 0;
        int saturated = 0;
        int count = grey.rows() * grey.cols();
        for (int i = 0; i < count; i++) {
            int value = pixels.get(i) & 0xFF;
            black += value <= BLACK ? 1 : 0;
            saturated += value >= SATURATED ? 1 : 0;
        }
        return new ImageStatistics(
                values.mean(),
                values.deviation(),
                black / (double) count,
                saturated / (double) count,
                sharpness,
                contentHash);
    }

    private record Moments(double mean, double deviation) {
        static Moments of(Mat mat) {
            try (Mat mean = new Mat(1, 1, CV_64FC1);
                    Mat deviation = new Mat(1, 1, CV_64FC1)) {
                meanStdDev(mat, mean, deviation);
                return new Moments(
                        mean.<DoubleBuffer>createBuffer().get(0),
                        deviation.<DoubleBuffer>createBuffer().get(0));
            }
        }
    }
}
