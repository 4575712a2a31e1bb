package io.lynceus.dataset.tiles;

import java.awt.image.Raster;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * An image file, unpacked once and mapped into memory: uint8 [height, width, channels], row-major. Thread-safe.
 *
 * @param pixels the mapping; read by absolute positions only
 */
record PixelFile(int width, int height, int channels, ByteBuffer pixels) {
    /** Fills a row of bytes from a row of an image. */
    interface RowOf {
        void fill(Raster image, int y, byte[] row);
    }

    /**
     * Decodes a TIFF, PNG or JPEG file.
     *
     * @throws IOException naming the file, if it is missing, damaged or of another kind
     */
    static Raster decode(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException("there is no " + file + "; check the root folder and the description's patterns");
        }
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw new IOException(file + " is none of TIFF, PNG and JPEG");
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in, false, true); // a TIFF's directory may lie behind its pixels
                return reader.read(0).getRaster();
            } finally {
                reader.dispose();
            }
        } catch (RuntimeException e) { // ImageIO throws these at damaged files
            throw new IOException(file + " cannot be decoded: " + e.getMessage() + "; copy it again", e);
        }
    }

    /** Writes an image's rows into a file of bare bytes and maps it. */
    static PixelFile map(Path into, Raster image, int width, int height, int channels, RowOf rows) throws IOException {
        try (FileChannel file = FileChannel.open(
                into, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            byte[] row = new byte[width * channels];
            for (int y = 0; y < height; y++) {
                rows.fill(image, y, row);
                ByteBuffer bytes = ByteBuffer.wrap(row);
                while (bytes.hasRemaining()) {
                    file.write(bytes);
                }
            }
            return new PixelFile(
                    width, height, channels, file.map(FileChannel.MapMode.READ_ONLY, 0, (long) row.length * height));
        }
    }

    /** Copies a rectangle: uint8 [h, w, channels]. */
    byte[] cut(int x, int y, int w, int h) {
        byte[] part = new byte[w * h * channels];
        for (int row = 0; row < h; row++) {
            pixels.get(((y + row) * width + x) * channels, part, row * w * channels, w * channels);
        }
        return part;
    }
}
