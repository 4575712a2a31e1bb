package io.lynceus.raster.message;

import static org.bytedeco.opencv.global.opencv_core.CV_16UC1;
import static org.bytedeco.opencv.global.opencv_core.CV_32FC1;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC2;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC4;

/**
 * A layout of pixels, shared by {@code foxglove.RawImage} and {@code sensor_msgs/Image}. The names of a Bayer pattern are its colours in
 * reading order, from the upper left pixel on; YUV is as ITU-R BT.601 has it, which both formats leave open.
 */
public enum PixelFormat {
    RGB8(CV_8UC3, 3),
    BGR8(CV_8UC3, 3),
    RGBA8(CV_8UC4, 4),
    BGRA8(CV_8UC4, 4),
    MONO8(CV_8UC1, 1),
    MONO16(CV_16UC1, 2),
    FLOAT32(CV_32FC1, 4),
    BAYER_RGGB8(CV_8UC1, 1),
    BAYER_BGGR8(CV_8UC1, 1),
    BAYER_GBRG8(CV_8UC1, 1),
    BAYER_GRBG8(CV_8UC1, 1),
    /** For each two pixels of a row: U, Y, V, Y. */
    UYVY(CV_8UC2, 2),
    /** For each two pixels of a row: Y, U, Y, V. */
    YUYV(CV_8UC2, 2),
    /** All rows of Y, then half as many of U, V, one pair for 2 x 2 pixels. */
    NV12(CV_8UC1, 1),
    /** All rows of Y, then half as many of V, U, one pair for 2 x 2 pixels. */
    NV21(CV_8UC1, 1);

    private final int matType;
    private final int bytesPerPixel;

    PixelFormat(int matType, int bytesPerPixel) {
        this.matType = matType;
        this.bytesPerPixel = bytesPerPixel;
    }

    static PixelFormat of(String encoding) throws MalformedException {
        return switch (encoding) {
            case "rgb8" -> RGB8;
            case "bgr8", "8UC3" -> BGR8;
            case "rgba8" -> RGBA8;
            case "bgra8", "8UC4" -> BGRA8;
            case "mono8", "8UC1" -> MONO8;
            case "mono16", "16UC1" -> MONO16;
            case "32FC1" -> FLOAT32;
            case "bayer_rggb8" -> BAYER_RGGB8;
            case "bayer_bggr8" -> BAYER_BGGR8;
            case "bayer_gbrg8" -> BAYER_GBRG8;
            case "bayer_grbg8" -> BAYER_GRBG8;
            case "uyvy", "yuv422" -> UYVY;
            case "yuyv", "yuv422_yuy2" -> YUYV;
            case "nv12" -> NV12;
            case "nv21" -> NV21;
            default ->
                throw new MalformedException("pixel encoding '" + abbreviated(encoding)
                        + "': known are rgb8, bgr8, rgba8, bgra8, mono8, mono16, 8UC1, 8UC3, 8UC4, 16UC1, 32FC1, bayer_rggb8,"
                        + " bayer_bggr8, bayer_gbrg8, bayer_grbg8, uyvy, yuyv, yuv422, yuv422_yuy2, nv12, nv21");
        };
    }

    private static String abbreviated(String text) {
        return text.length() <= 32 ? text : text.substring(0, 32) + "…";
    }

    /** Returns OpenCV's type of a matrix of such pixels. */
    public int matType() {
        return matType;
    }

    int bytesPerPixel() {
        return bytesPerPixel;
    }

    /** Returns the bytes of one number. */
    public int bytesPerSample() {
        return switch (this) {
            case MONO16 -> 2;
            case FLOAT32 -> 4;
            case RGB8, BGR8, RGBA8, BGRA8, MONO8 -> 1;
            case BAYER_RGGB8, BAYER_BGGR8, BAYER_GBRG8, BAYER_GRBG8, UYVY, YUYV, NV12, NV21 -> 1;
        };
    }

    /** Returns the rows of bytes of an image of so many rows of pixels. */
    public long rows(long height) {
        return this == NV12 || this == NV21 ? height + height / 2 : height;
    }

    /** Requires even sides where pixels share their colours. */
    void requireSize(long width, long height) throws MalformedException {
        boolean evenWidth = true;
        boolean evenHeight = true;
        switch (this) {
            case RGB8, BGR8, RGBA8, BGRA8, MONO8, MONO16, FLOAT32 -> {
                return;
            }
            case UYVY, YUYV -> evenWidth = width % 2 == 0;
            case BAYER_RGGB8, BAYER_BGGR8, BAYER_GBRG8, BAYER_GRBG8, NV12, NV21 -> {
                evenWidth = width % 2 == 0;
                evenHeight = height % 2 == 0;
            }
        }
        if (!evenWidth || !evenHeight) {
            throw new MalformedException("image of " + width + " x " + height + " pixels: " + this
                    + " has colours for pairs of pixels, so that its sides are even");
        }
    }
}
