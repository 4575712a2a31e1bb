package io.lynceus.dataset.mcubes;

import io.lynceus.dataset.LabelRaster;
import io.lynceus.dataset.message.ImageFiles;
import io.lynceus.dataset.sample.LabelImages;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The files of MCubeS as pixels, without the columns on the left that every evaluation cuts off. Immutable.
 *
 * @param widest how many of the remaining columns are kept, those in the middle
 */
record MCubeSImages(Path root, int widest) {
    private static final int CUT = 192;

    /** An image's pixels in the columns that are kept. */
    record Cut(int width, int height, byte[] pixels) {}

    /** The columns that are kept of an image. */
    private record Columns(int left, int count) {}

    Path file(String folder, String id) {
        boolean array = folder.contains("olp_") || folder.endsWith("dolp");
        return root.resolve(folder).resolve(id + (array ? ".npy" : ".png"));
    }

    /** Returns true if a sample's near-infrared image has 16 bits. */
    boolean hasDeepNearInfrared(String id) throws IOException {
        return bits(image("NIR_warped", id)) > 8;
    }

    private BufferedImage image(String folder, String id) throws IOException {
        Path file = file(folder, id);
        BufferedImage image = ImageFiles.decode(Files.readAllBytes(file), file.toString());
        requireWidth(image.getWidth(), file);
        return image;
    }

    private Columns columns(int width) {
        int count = Math.min(width - CUT, widest);
        return new Columns(CUT + (width - CUT - count) / 2, count);
    }

    /** Reads a label in the columns that are kept. */
    LabelRaster label(byte[] file, String where) throws IOException {
        LabelRaster cut = LabelImages.decode(
                file, where, 1, CUT, LabelImages.trainIds(MCubeSDataset.CLASSES), "0 to 19 and 255 for 'ignore'");
        Columns columns = columns(CUT + cut.width());
        byte[] ids = new byte[columns.count * cut.height()];
        for (int y = 0; y < cut.height(); y++) {
            int from = y * cut.width() + columns.left - CUT;
            System.arraycopy(cut.classIds(), from, ids, y * columns.count, columns.count);
        }
        return new LabelRaster(columns.count, cut.height(), ids);
    }

    private static void requireWidth(int width, Path file) throws IOException {
        if (width <= CUT) {
            throw new IOException(
                    file + " is " + width + " pixels wide; the first " + CUT + " are cut off, and some must be left");
        }
    }

    private static int bits(BufferedImage image) {
        return image.getRaster().getSampleModel().getSampleSize(0);
    }

    /** Reads colour as rgb8; 16 bits become v / 257. */
    Cut colour(String id) throws IOException {
        BufferedImage image = image("polL_color", id);
        int bands = image.getRaster().getNumBands();
        if (bands < 3) {
            throw new IOException(file("polL_color", id) + " has " + bands + " channels; 3 were expected");
        }
        Columns columns = columns(image.getWidth());
        int width = columns.count;
        int[] samples = image.getRaster().getPixels(columns.left, 0, width, image.getHeight(), (int[]) null);
        byte[] rgb = new byte[width * image.getHeight() * 3];
        for (int i = 0; i < rgb.length; i++) {
            int sample = samples[i / 3 * bands + i % 3];
            rgb[i] = (byte) (bits(image) > 8 ? Math.round(sample / 257f) : sample);
        }
        return new Cut(width, image.getHeight(), rgb);
    }

    /** Reads near-infrared as mono16 or mono8, without conversion. */
    Cut nearInfrared(String id, boolean deep) throws IOException {
        BufferedImage image = image("NIR_warped", id);
        if (bits(image) > 8 != deep) {
            throw new IOException(file("NIR_warped", id) + " has " + bits(image) + " bits, the first of the split "
                    + (deep ? "16" : "8") + "; all must have the same");
        }
        Raster raster = image.getRaster();
        Columns columns = columns(image.getWidth());
        int width = columns.count;
        int[] samples = raster.getSamples(columns.left, 0, width, image.getHeight(), 0, (int[]) null);
        byte[] pixels = new byte[samples.length * (deep ? 2 : 1)];
        for (int i = 0; i < samples.length; i++) {
            put(pixels, i, samples[i], deep);
        }
        return new Cut(width, image.getHeight(), pixels);
    }

    private static void put(byte[] pixels, int i, int value, boolean deep) {
        if (deep) {
            pixels[2 * i] = (byte) value;
            pixels[2 * i + 1] = (byte) (value >> 8);
        } else {
            pixels[i] = (byte) value;
        }
    }

    private NpyFile array(String folder, String id) throws IOException {
        NpyFile array = NpyFile.read(file(folder, id));
        requireWidth(array.width(), file(folder, id));
        return array;
    }

    /** Reads the angle as rgb8 of sine, cosine, sine: -1 to 1 on 0 to 255. */
    Cut angle(String id) throws IOException {
        NpyFile sine = array("polL_aolp_sin", id);
        NpyFile cosine = array("polL_aolp_cos", id);
        if (sine.width() != cosine.width() || sine.height() != cosine.height()) {
            throw new IOException("sine and cosine of sample " + id + " have other sizes: " + sine.width() + " x "
                    + sine.height() + " and " + cosine.width() + " x " + cosine.height());
        }
        Columns columns = columns(sine.width());
        int width = columns.count;
        byte[] rgb = new byte[width * sine.height() * 3];
        for (int i = 0; i < rgb.length / 3; i++) {
            int from = i / width * sine.width() + columns.left + i % width;
            rgb[3 * i] = level8(sine.values()[from]);
            rgb[3 * i + 1] = level8(cosine.values()[from]);
            rgb[3 * i + 2] = rgb[3 * i];
        }
        return new Cut(width, sine.height(), rgb);
    }

    private static byte level8(double value) {
        return (byte) Math.round(Math.max(0, Math.min(255, (value + 1) * 127.5)));
    }

    /** Reads the degree as mono16: 0 to 1 on 0 to 65535. */
    Cut degree(String id) throws IOException {
        NpyFile degree = array("polL_dolp", id);
        Columns columns = columns(degree.width());
        int width = columns.count;
        byte[] pixels = new byte[2 * width * degree.height()];
        for (int i = 0; i < pixels.length / 2; i++) {
            double value = degree.values()[i / width * degree.width() + columns.left + i % width];
            put(pixels, i, (int) Math.round(Math.max(0, Math.min(1, value)) * 65535), true);
        }
        return new Cut(width, degree.height(), pixels);
    }
}
