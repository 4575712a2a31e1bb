package io.lynceus.raster;

import static org.bytedeco.opencv.global.opencv_core.CV_16UC1;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC4;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_COLOR_RGB;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_IGNORE_ORIENTATION;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_UNCHANGED;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imdecode;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BGR2RGB;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BGRA2RGB;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_GRAY2RGB;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_RGBA2RGB;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;

import io.lynceus.raster.message.ByteOrders;
import io.lynceus.raster.message.FramePayload;
import io.lynceus.raster.message.MalformedException;
import io.lynceus.raster.message.PixelFormat;
import io.lynceus.wire.Modality;
import java.nio.ByteBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.opencv_core.Mat;

/** Decodes and draws images of any modality. */
final class ImageRaster {
    private static final double GREY16_TO_GREY8 = 1 / 257.0;

    private final Modality modality;
    private final RasterSize size;
    private final Resampler resampler;
    private final Resampler.Interpolation kind;

    ImageRaster(Modality modality, RasterSize size, Resampler resampler) {
        this.modality = modality;
        this.size = size;
        this.resampler = resampler;
        this.kind = RasterSpec.blends(modality) ? Resampler.Interpolation.SMOOTH : Resampler.Interpolation.NEAREST;
    }

    /**
     * @param raster the target as a matrix, uint8 [H, W, 3]
     * @param target the same memory
     */
    void draw(FramePayload.EncodedImage image, Mat raster, ByteBuffer target) throws MalformedException {
        boolean depth = modality.equals(Modality.DEPTH);
        int flags = depth ? IMREAD_UNCHANGED : IMREAD_COLOR_RGB | IMREAD_IGNORE_ORIENTATION;
        // What has the raster's size and type is decoded into its memory.
        boolean inPlace = !depth && resampler.keepsViews();
        try (BytePointer bytes = copy(image.data());
                Mat encoded = new Mat(1, image.data().remaining(), CV_8UC1, bytes);
                Mat decoded = inPlace ? new Mat(raster) : new Mat()) {
            ImageHeader.check(bytes.asByteBuffer()); // checksums of native memory are faster
            decode(encoded, flags, decoded);
            if (!inPlace || !decoded.data().equals(raster.data())) {
                draw(decoded, depth ? layout(decoded) : PixelFormat.RGB8, raster, target);
            }
        }
    }

    void draw(FramePayload.RawPixels pixels, Mat raster, ByteBuffer target) throws MalformedException {
        ByteBuffer data = ByteOrders.littleEndian(pixels.data(), pixels.format().bytesPerSample());
        try (BytePointer bytes = copy(data);
                Mat image =
                        new Mat(pixels.height(), pixels.width(), pixels.format().matType(), bytes, pixels.step())) {
            draw(image, pixels.format(), raster, target);
        }
    }

    private static BytePointer copy(ByteBuffer data) {
        BytePointer bytes = new BytePointer(data.remaining());
        bytes.asByteBuffer().put(data.duplicate());
        return bytes;
    }

    /** @param decoded takes the image: in its memory if that fits, in another if not */
    private static void decode(Mat encoded, int flags, Mat decoded) throws MalformedException {
        boolean isImage;
        try (Mat image = imdecode(encoded, flags, decoded)) {
            isImage = !image.empty();
        } catch (RuntimeException e) { // what OpenCV throws on data it dislikes
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

    /** Resized first, since most images are larger than the raster; then converted. */
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
            case RGB8 -> throw new AssertionError("needs no conversion");
            case BGR8 -> cvtColor(resized, raster, COLOR_BGR2RGB);
            case RGBA8 -> cvtColor(resized, raster, COLOR_RGBA2RGB);
            case BGRA8 -> cvtColor(resized, raster, COLOR_BGRA2RGB);
            case MONO8 -> cvtColor(resized, raster, COLOR_GRAY2RGB);
            case MONO16 -> drawGrey16(resized, raster, target);
            case FLOAT32 -> drawFloat(resized, target);
        }
    }

    private void drawGrey16(Mat resized, Mat raster, ByteBuffer target) {
        if (modality.equals(Modality.DEPTH)) {
            DepthCode.encode(resized, target);
            return;
        }
        try (Mat grey = new Mat()) {
            resized.convertTo(grey, CV_8UC1, GREY16_TO_GREY8, 0);
            cvtColor(grey, raster, COLOR_GRAY2RGB);
        }
    }

    private void drawFloat(Mat resized, ByteBuffer target) throws MalformedException {
        if (!modality.equals(Modality.DEPTH)) {
            throw new MalformedException("32FC1 image of modality " + modality + ": its scale is unknown; only depth"
                    + " may be float, publish others as mono8 or mono16");
        }
        DepthCode.encode(resized, target);
    }
}
