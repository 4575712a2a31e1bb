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

    /** Decodes a PNG or JPEG file; {@code where} names it in messages. */
    public static BufferedImage decode(byte[] file, String where) throws IOException {
        BufferedImage image;
        try {
            image = ImageIO.read(new MemoryCacheImageInputStream(new ByteArrayInputStream(file)));
        } catch (IOException | RuntimeException e) { // ImageIO throws both for damaged files
            throw new IOException(where + " cannot be decoded: " + e.getMessage() + "; copy it again", e);
        }
        if (image == null) {
            throw new IOException(where + " is neither a PNG nor a JPEG image");
        }
        return image;
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
