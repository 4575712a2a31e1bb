package io.lynceus.raster.message;

import static org.bytedeco.opencv.global.opencv_core.CV_16UC1;
import static org.bytedeco.opencv.global.opencv_core.CV_32FC1;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC4;

/** A layout of pixels, shared by {@code foxglove.RawImage} and {@code sensor_msgs/Image}. */
public enum PixelFormat {
    RGB8(CV_8UC3, 3),
    BGR8(CV_8UC3, 3),
    RGBA8(CV_8UC4, 4),
    BGRA8(CV_8UC4, 4),
    MONO8(CV_8UC1, 1),
    MONO16(CV_16UC1, 2),
    FLOAT32(CV_32FC1, 4);

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
            default ->
                throw new MalformedException("pixel encoding '" + abbreviated(encoding)
                        + "': known are rgb8, bgr8, rgba8, bgra8, mono8, mono16, 8UC1, 8UC3, 8UC4, 16UC1, 32FC1");
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
            case RGB8, BGR8, RGBA8, BGRA8, MONO8 -> 1;
            case MONO16 -> 2;
            case FLOAT32 -> 4;
        };
    }
}
