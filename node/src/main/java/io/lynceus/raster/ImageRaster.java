package io.lynceus.raster;

import static org.bytedeco.opencv.global.opencv_core.CV_16U;
import static org.bytedeco.opencv.global.opencv_core.CV_16UC1;
import static org.bytedeco.opencv.global.opencv_core.CV_8U;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC4;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_COLOR_RGB;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_IGNORE_ORIENTATION;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_UNCHANGED;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imdecode;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BGR2RGB;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BGRA2RGB;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BayerBGGR2RGB;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BayerGBRG2RGB;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BayerGRBG2RGB;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BayerRGGB2RGB;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_GRAY2RGB;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_RGBA2RGB;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_YUV2RGB_NV12;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_YUV2RGB_NV21;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_YUV2RGB_UYVY;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_YUV2RGB_YUY2;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;

import io.lynceus.raster.message.ByteOrders;
import io.lynceus.raster.message.FramePayload;
import io.lynceus.raster.message.ImageFormat;
import io.lynceus.raster.message.MalformedException;
import io.lynceus.raster.message.PixelFormat;
import io.lynceus.wire.Modality;
import java.nio.ByteBuffer;
import java.util.OptionalInt;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.opencv_core.Mat;

/** Decodes and draws images of any modality. */
final class ImageRaster {
    private final Modality modality;
    private final RasterSize size;
    private final Resampler resampler;
    private final Resampler.Sampling kind;

    ImageRaster(Modality modality, RasterSize size, Resampler resampler) {
        this.modality = modality;
        this.size = size;
        this.resampler = resampler;
        this.kind = RasterSpec.blends(modality) ? Resampler.Sampling.SMOOTH : Resampler.Sampling.NEAREST;
    }

    /**
     * Draws an image file, and returns its size.
     *
     * @param raster the target as a matrix, uint8 [H, W, 3]
     * @param target the same memory
     */
    RasterSize draw(FramePayload.EncodedImage image, Mat raster, ByteBuffer target) throws MalformedException {
        RasterSize source;
        if (!image.data().hasRemaining()) {
            throw new MalformedException("the message has no image: its data are empty; look at the driver's log", 0);
        }
        try (BytePointer bytes = copy(image.data())) {
            ByteBuffer file = bytes.asByteBuffer(); // checksums of native memory are faster
            int length = ImageHeader.check(file, image.format());
            boolean asStored = isDepth() || ImageHeader.isDeepPng(file);
            int flags = asStored ? IMREAD_UNCHANGED : IMREAD_COLOR_RGB | IMREAD_IGNORE_ORIENTATION;
            // An image of the raster's size and type is decoded into the raster's memory.
            boolean inPlace = !asStored && resampler.keepsViews();
            try (Mat encoded = new Mat(1, length, CV_8UC1, bytes);
                    Mat decoded = inPlace ? new Mat(raster) : new Mat()) {
                decode(encoded, flags, decoded);
                source = new RasterSize(decoded.rows(), decoded.cols());
                if (isDepth()) {
                    requireDistances(decoded, image.format(), ImageHeader.isJpeg(file));
                }
                if (!inPlace || !decoded.data().equals(raster.data())) {
                    drawDecoded(decoded, asStored, raster, target);
                }
            }
        }
        if (image.format().swapsRedAndBlue() && !isDepth()) {
            cvtColor(raster, raster, COLOR_BGR2RGB);
        }
        return source;
    }

    private boolean isDepth() {
        return modality.equals(Modality.DEPTH);
    }

    private void drawDecoded(Mat decoded, boolean asStored, Mat raster, ByteBuffer target) throws MalformedException {
        boolean deepColour = asStored && decoded.depth() == CV_16U && decoded.channels() > 1;
        if (!deepColour) {
            draw(decoded, asStored ? layout(decoded) : PixelFormat.RGB8, raster, target);
            return;
        }
        try (Mat eightBits = new Mat()) {
            decoded.convertTo(eightBits, CV_8U, DeepRange.factor(decoded), 0);
            draw(eightBits, layout(eightBits), raster, target);
        }
    }

    /** Refuses 8-bit pictures as depth, unless they are coded as colours and their format names no single numbers. */
    private static void requireDistances(Mat decoded, ImageFormat format, boolean isJpeg) throws MalformedException {
        boolean eightBits = decoded.elemSize1() == 1;
        boolean grey = decoded.channels() == 1;
        if (eightBits && (format.saysSingleNumbers() || (grey && isJpeg))) {
            throw new MalformedException(
                    "depth image of " + decoded.channels() + " channels of 8 bits, whose format is '" + format
                            + "': its distances are lost; publish 16UC1 as PNG (compressedDepth), or sensor_msgs/Image");
        }
    }

    void draw(FramePayload.RawPixels pixels, Mat raster, ByteBuffer target) throws MalformedException {
        ByteBuffer data = ByteOrders.littleEndian(pixels.data(), pixels.format().bytesPerSample());
        OptionalInt toRgb = toRgb(pixels.format());
        if (isDepth() && (pixels.format() == PixelFormat.MONO8 || toRgb.isPresent())) {
            throw new MalformedException("depth image of " + (toRgb.isPresent() ? pixels.format() : "8-bit grey")
                    + ": its distances are lost; publish 16UC1 in millimetres" + " or 32FC1 in metres");
        }
        try (BytePointer bytes = copy(data);
                Mat image = new Mat(
                        (int) pixels.format().rows(pixels.height()),
                        pixels.width(),
                        pixels.format().matType(),
                        bytes,
                        pixels.step())) {
            if (toRgb.isEmpty()) {
                draw(image, pixels.format(), raster, target);
                return;
            }
            try (Mat rgb = new Mat()) { // neighbours share their colours, so that only RGB can be resized
                cvtColor(image, rgb, toRgb.getAsInt());
                draw(rgb, PixelFormat.RGB8, raster, target);
            }
        }
    }

    /** Returns OpenCV's conversion to RGB of a layout in which pixels share colours; empty for the others. */
    private static OptionalInt toRgb(PixelFormat format) {
        return switch (format) {
            case BAYER_RGGB8 -> OptionalInt.of(COLOR_BayerRGGB2RGB);
            case BAYER_BGGR8 -> OptionalInt.of(COLOR_BayerBGGR2RGB);
            case BAYER_GBRG8 -> OptionalInt.of(COLOR_BayerGBRG2RGB);
            case BAYER_GRBG8 -> OptionalInt.of(COLOR_BayerGRBG2RGB);
            case UYVY -> OptionalInt.of(COLOR_YUV2RGB_UYVY);
            case YUYV -> OptionalInt.of(COLOR_YUV2RGB_YUY2);
            case NV12 -> OptionalInt.of(COLOR_YUV2RGB_NV12);
            case NV21 -> OptionalInt.of(COLOR_YUV2RGB_NV21);
            case RGB8, BGR8, RGBA8, BGRA8, MONO8, MONO16, FLOAT32 -> OptionalInt.empty();
        };
    }

    private static BytePointer copy(ByteBuffer data) {
        BytePointer bytes = new BytePointer(data.remaining());
        bytes.asByteBuffer().put(data.duplicate());
        return bytes;
    }

    /**
     * Decodes an image file.
     *
     * @param decoded takes the image: in its own memory if the image fits, else in new memory
     */
    private static void decode(Mat encoded, int flags, Mat decoded) throws MalformedException {
        boolean isImage;
        try (Mat image = imdecode(encoded, flags, decoded)) {
            isImage = !image.empty();
        } catch (RuntimeException e) { // OpenCV throws this on data that it cannot read
            throw new MalformedException("image cannot be decoded: " + e.getMessage());
        }
        if (!isImage) {
            throw new MalformedException("image cannot be decoded: its data are damaged");
        }
    }

    private static PixelFormat layout(Mat decoded) throws MalformedException {
        int type = decoded.type();
        if (type == CV_8UC1) {
            return PixelFormat.MONO8;
        }
        if (type == CV_8UC3) {
            return PixelFormat.BGR8;
        }
        if (type == CV_8UC4) {
            return PixelFormat.BGRA8;
        }
        if (type == CV_16UC1) {
            return PixelFormat.MONO16;
        }
        throw new MalformedException("image of " + decoded.channels() + " channels of " + 8 * decoded.elemSize1()
                + " bits: 1, 3 or 4 of 8 bits, or 1 of 16 are known");
    }

    /** Draws an image. It resizes first, because most images are larger than the raster, and then converts. */
    private void draw(Mat image, PixelFormat format, Mat raster, ByteBuffer target) throws MalformedException {
        if (format == PixelFormat.RGB8) {
            resampler.apply(image, raster, kind);
            return;
        }
        if (resampler.keeps(image) && image.isContinuous()) {
            convert(image, format, raster, target);
            return;
        }
        try (Mat resized = new Mat(size.height(), size.width(), image.type())) {
            resampler.apply(image, resized, kind);
            convert(resized, format, raster, target);
        }
    }

    private void convert(Mat resized, PixelFormat format, Mat raster, ByteBuffer target) throws MalformedException {
        switch (format) {
            case RGB8, BAYER_RGGB8, BAYER_BGGR8, BAYER_GBRG8, BAYER_GRBG8, UYVY, YUYV, NV12, NV21 ->
                throw new AssertionError(format + " is RGB by now");
            case BGR8 -> cvtColor(resized, raster, COLOR_BGR2RGB);
            case RGBA8 -> cvtColor(resized, raster, COLOR_RGBA2RGB);
            case BGRA8 -> cvtColor(resized, raster, COLOR_BGRA2RGB);
            case MONO8 -> cvtColor(resized, raster, COLOR_GRAY2RGB);
            case MONO16 -> drawGrey16(resized, raster, target);
            case FLOAT32 -> drawFloat(resized, target);
        }
    }

    private void drawGrey16(Mat resized, Mat raster, ByteBuffer target) {
        if (isDepth()) {
            DepthCode.encode(resized, target);
            return;
        }
        try (Mat grey = new Mat()) {
            resized.convertTo(grey, CV_8UC1, DeepRange.factor(resized), 0);
            cvtColor(grey, raster, COLOR_GRAY2RGB);
        }
    }

    private void drawFloat(Mat resized, ByteBuffer target) throws MalformedException {
        if (!isDepth()) {
            throw new MalformedException("32FC1 image of modality " + modality + ": its scale is unknown; only depth"
                    + " may be float, publish others as mono8 or mono16");
        }
        DeepRange.requireMetres(resized);
        DepthCode.encode(resized, target);
    }
}
