package io.lynceus.dataset.message;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Iterator;
import java.util.Optional;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Image files in memory. */
public final class ImageFiles {
    private static final float JPEG_QUALITY = 0.9f;
    /** Deflate packs 1,032 bytes into one at most; JPEG comes nowhere near that. */
    private static final long MOST_PACKED = 1032;

    /** An image of one colour has small blocks that are hardly packed at all. */
    private static final long SMALL_IMAGE_BYTES = 1 << 20;

    private ImageFiles() {}

    /** Width and height in pixels. */
    public record Size(int width, int height) {
        /** Returns true if this is the other size times one factor, up to a pixel. */
        public boolean hasAspectOf(Size other) {
            long difference = Math.abs((long) width * other.height - (long) height * other.width);
            return difference < Math.max(Math.max(width, height), Math.max(other.width, other.height));
        }

        @Override
        public String toString() {
            return width + " x " + height;
        }
    }

    /** Returns the size that an image file's header states; empty if it has none that can be read. */
    public static Optional<Size> size(Path file) {
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            Iterator<ImageReader> readers = in == null ? Collections.emptyIterator() : ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                return Optional.empty();
            }
            ImageReader reader = readers.next();
            reader.setInput(in, true, true);
            Size size = new Size(reader.getWidth(0), reader.getHeight(0));
            reader.dispose();
            return Optional.of(size);
        } catch (IOException | RuntimeException e) { // the decoder reports a damaged file
            return Optional.empty();
        }
    }

    /** Returns true if that is a JPEG file, whatever its name. */
    public static boolean isJpeg(byte[] file) {
        return file.length > 2 && (file[0] & 0xFF) == 0xFF && (file[1] & 0xFF) == 0xD8;
    }

    /** Decodes a PNG or JPEG file; {@code where} names it in messages. */
    public static BufferedImage decode(byte[] file, String where) throws IOException {
        ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file));
        Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
        if (!readers.hasNext()) {
            throw new IOException(where + " is neither a PNG nor a JPEG image");
        }
        ImageReader reader = readers.next();
        try {
            reader.setInput(in, true, true);
            requirePossible(new Size(reader.getWidth(0), reader.getHeight(0)), file.length);
            return reader.read(0);
        } catch (IOException | RuntimeException e) { // ImageIO throws both for damaged files
            throw new IOException(where + " cannot be decoded: " + e.getMessage() + "; copy it again", e);
        } finally {
            reader.dispose();
        }
    }

    /** A damaged header asks for memory that the whole machine may not have. */
    private static void requirePossible(Size size, long bytes) throws IOException {
        long pixels = (long) size.width * size.height;
        if (pixels > SMALL_IMAGE_BYTES && pixels > MOST_PACKED * bytes) {
            throw new IOException("its header says " + size + " pixels, which " + bytes + " bytes cannot hold");
        }
    }

    /**
     * Makes an image from samples: [height, width, channels], grey or RGB.
     *
     * @param fullScale 255 for 8 bits, 65535 for 16
     */
    public static BufferedImage image(int width, int height, int channels, int fullScale, int[] samples) {
        int type = fullScale > 255 ? DataBuffer.TYPE_USHORT : DataBuffer.TYPE_BYTE;
        int space = channels == 1 ? ColorSpace.CS_GRAY : ColorSpace.CS_sRGB;
        ColorModel model =
                new ComponentColorModel(ColorSpace.getInstance(space), false, false, Transparency.OPAQUE, type);
        WritableRaster raster = model.createCompatibleWritableRaster(width, height);
        raster.setPixels(0, 0, width, height, samples);
        return new BufferedImage(model, raster, false, null);
    }

    /** Encodes as JPEG of quality 0.9. */
    public static byte[] jpeg(BufferedImage image) {
        return encode(image, "jpeg");
    }

    /** Encodes as PNG, without loss. */
    public static byte[] png(BufferedImage image) {
        return encode(image, "png");
    }

    private static byte[] encode(BufferedImage image, String format) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(image.getWidth() * image.getHeight());
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            if (format.equals("jpeg")) {
                parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
                parameters.setCompressionQuality(JPEG_QUALITY);
            }
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), parameters);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "an image of " + image.getWidth() + " x " + image.getHeight() + " cannot be encoded", e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
