package io.lynceus.monitor;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;

import io.lynceus.raster.RasterSize;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/** Encodes small pictures for the page. Stateless. */
final class Jpeg {
    private static final int QUALITY = 80;
    private static final int LONGEST_SIDE = 512;

    private Jpeg() {}

    /** Encodes uint8 RGB [H * W * 3] as a JPEG of at most {@value #LONGEST_SIDE} pixels a side. */
    static byte[] of(byte[] rgb, RasterSize size) {
        double scale = Math.min(1, (double) LONGEST_SIDE / Math.max(size.width(), size.height()));
        try (BytePointer data = new BytePointer(rgb);
                Mat picture = new Mat(size.height(), size.width(), CV_8UC3, data);
                Size small = new Size((int) Math.round(size.width() * scale), (int) Math.round(size.height() * scale));
                Mat target = new Mat();
                BytePointer jpeg = new BytePointer();
                IntPointer quality = new IntPointer(opencv_imgcodecs.IMWRITE_JPEG_QUALITY, QUALITY)) {
            opencv_imgproc.resize(picture, target, small, 0, 0, opencv_imgproc.INTER_AREA);
            opencv_imgproc.cvtColor(target, target, opencv_imgproc.COLOR_RGB2BGR);
            opencv_imgcodecs.imencode(".jpg", target, jpeg, quality);
            byte[] bytes = new byte[(int) jpeg.limit()];
            jpeg.get(bytes);
            return bytes;
        }
    }
}
