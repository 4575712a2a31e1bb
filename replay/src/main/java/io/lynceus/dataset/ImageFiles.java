package io.lynceus.dataset;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Image files in memory. */
public final class ImageFiles {
    private static final float JPEG_QUALITY = 0.9f;

    private ImageFiles() {}

    /** Decodes a PNG or JPEG file; {@code where} names it in messages. */
    public static BufferedImage decode(byte[] file, String where) throws IOException {
        BufferedImage image;
        try {
            image = ImageIO.read(new MemoryCacheImageInputStream(new ByteArrayInputStream(file)));
        } catch (IOException | RuntimeException e) { // ImageIO throws both at damaged files
            throw new IOException(where + " cannot be decoded: " + e.getMessage() + "; copy it again", e);
        }
        if (image == null) {
            throw new IOException(where + " is neither a PNG nor a JPEG image");
        }
        return image;
    }

    /** JPEG of quality 0.9. */
    public static byte[] jpeg(BufferedImage image) {
        return encode(image, "jpeg");
    }

    /** PNG, without loss. */
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
