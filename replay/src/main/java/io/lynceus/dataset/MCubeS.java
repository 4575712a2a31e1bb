package io.lynceus.dataset;

import io.lynceus.wire.Modality;
import io.lynceus.wire.Stamp;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * MCubeS: colour, angle and degree of linear polarisation, and near-infrared, of one scene each. The first 192 columns are cut
 * off, as everybody does. Source: kyotovision-public/multimodal-material-segmentation.
 *
 * <p>There are no capture times: samples are played in the order of their list, at a rate of the caller's. Colour is sent as
 * rgb8 (16 bits become v / 257); the angle as rgb8 of sine, cosine, sine, -1 to 1 on 0 to 255; the degree as mono16, 0 to 1 on
 * 0 to 65535; near-infrared as it is.
 */
public final class MCubeS {
    private static final String FRAME = "camera_front";
    private static final int CUT = 192;
    private static final List<String> FOLDERS =
            List.of("polL_color", "polL_aolp_sin", "polL_aolp_cos", "polL_dolp", "NIR_warped", "GT");

    private final Path root;

    private MCubeS(Path root) {
        this.root = root;
    }

    /**
     * Opens a split: the folder {@code multimodal_dataset}, or the one above it.
     *
     * @param split names a list: train, val, test or all. What the CMNeXt family reports as val is test
     * @throws IOException saying in one message what was expected and what was found
     */
    public static Recording open(Path folder, String split, double rateHz) throws IOException {
        Path below = folder.resolve("multimodal_dataset");
        Path root = Files.isDirectory(below) ? below : folder;
        Path lists = Expected.in(root, "list_folder", "holds the splits of MCubeS");
        Path list = Expected.in(lists, split + ".txt", "lists the ids of a split, one in a line");
        List<String> ids = Files.readAllLines(list).stream()
                .map(String::trim)
                .filter(line -> !line.isEmpty())
                .toList();
        if (ids.isEmpty()) {
            throw new IOException(list + " is empty; expected is one id in each line");
        }
        return new MCubeS(root).recording(split, ids, SampleTimes.steady(rateHz));
    }

    private Recording recording(String split, List<String> ids, SampleTimes times) throws IOException {
        requireFiles(ids);
        List<RecordedSample> samples = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            samples.add(new RecordedSample(ids.get(i), times.of(i), Map.of("split", split)));
        }
        // The depth of near-infrared images may differ between downloads, but not within one.
        boolean deepNir = bits(image("NIR_warped", ids.get(0))) > 8;
        List<SampleSensor<String>> sensors = List.of(
                new Pixels(channel("rgb", Modality.RGB, "camera.front.image", "rgb8", times), this::colour),
                new Pixels(channel("aolp", new Modality("aolp"), "camera.front.aolp", "rgb8", times), this::angle),
                new Pixels(channel("dolp", new Modality("dolp"), "camera.front.dolp", "mono16", times), this::degree),
                new Pixels(
                        channel("nir", new Modality("nir"), "camera.front.nir", deepNir ? "mono16" : "mono8", times),
                        id -> nearInfrared(id, deepNir)));
        Labels labels = new SampleLabels(
                ClassList.MCUBES,
                samples,
                ids.stream().map(id -> file("GT", id)).toList(),
                (file, where) -> LabelImages.decode(
                        file, where, 1, CUT, LabelImages.trainIds(ClassList.MCUBES), "0 to 19 and 255 for 'ignore'"));
        return new SampleRecording<>(
                "mcubes/" + split, times, samples, ids, sensors, List.of(), Optional.of(labels), List.of());
    }

    private static Channel channel(String sensor, Modality modality, String topic, String format, SampleTimes times) {
        return new Channel(sensor, modality, topic, "foxglove.RawImage", format, times.rateHz(), FRAME);
    }

    private Path file(String folder, String id) {
        boolean array = folder.contains("olp_") || folder.endsWith("dolp");
        return root.resolve(folder).resolve(id + (array ? ".npy" : ".png"));
    }

    private void requireFiles(List<String> ids) throws IOException {
        List<Path> missing = FOLDERS.stream()
                .flatMap(folder -> ids.stream().map(id -> file(folder, id)))
                .filter(file -> !Files.isRegularFile(file))
                .toList();
        if (!missing.isEmpty()) {
            Path first = missing.get(0);
            throw new IOException(root + " lacks " + missing.size() + " files of the " + ids.size() + " samples in the"
                    + " list; the first is " + first + ", in whose folder there is "
                    + Expected.contents(Expected.parent(first)) + "; unpack the dataset again");
        }
    }

    /** An image without the columns on the left. */
    private record Cut(int width, int height, byte[] pixels) {}

    private interface Reader {
        Cut read(String id) throws IOException;
    }

    private record Pixels(Channel channel, Reader reader) implements SampleSensor<String> {
        @Override
        public byte[] read(String id, Stamp stamp) throws IOException {
            Cut image = reader.read(id);
            return ImageMessages.raw(channel, stamp, image.width, image.height, image.pixels);
        }
    }

    private BufferedImage image(String folder, String id) throws IOException {
        Path file = file(folder, id);
        BufferedImage image = ImageFiles.decode(Files.readAllBytes(file), file.toString());
        requireWidth(image.getWidth(), file);
        return image;
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

    private Cut colour(String id) throws IOException {
        BufferedImage image = image("polL_color", id);
        int bands = image.getRaster().getNumBands();
        if (bands < 3) {
            throw new IOException(file("polL_color", id) + " has " + bands + " channels; 3 were expected");
        }
        int width = image.getWidth() - CUT;
        int[] samples = image.getRaster().getPixels(CUT, 0, width, image.getHeight(), (int[]) null);
        byte[] rgb = new byte[width * image.getHeight() * 3];
        for (int i = 0; i < rgb.length; i++) {
            int sample = samples[i / 3 * bands + i % 3];
            rgb[i] = (byte) (bits(image) > 8 ? Math.round(sample / 257f) : sample);
        }
        return new Cut(width, image.getHeight(), rgb);
    }

    private Cut nearInfrared(String id, boolean deep) throws IOException {
        BufferedImage image = image("NIR_warped", id);
        if (bits(image) > 8 != deep) {
            throw new IOException(file("NIR_warped", id) + " has " + bits(image) + " bits, the first of the split "
                    + (deep ? "16" : "8") + "; all must have the same");
        }
        Raster raster = image.getRaster();
        int width = image.getWidth() - CUT;
        int[] samples = raster.getSamples(CUT, 0, width, image.getHeight(), 0, (int[]) null);
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

    private Cut angle(String id) throws IOException {
        NpyFile sine = array("polL_aolp_sin", id);
        NpyFile cosine = array("polL_aolp_cos", id);
        if (sine.width() != cosine.width() || sine.height() != cosine.height()) {
            throw new IOException("sine and cosine of sample " + id + " have other sizes: " + sine.width() + " x "
                    + sine.height() + " and " + cosine.width() + " x " + cosine.height());
        }
        int width = sine.width() - CUT;
        byte[] rgb = new byte[width * sine.height() * 3];
        for (int i = 0; i < rgb.length / 3; i++) {
            int from = i / width * sine.width() + CUT + i % width;
            rgb[3 * i] = level8(sine.values()[from]);
            rgb[3 * i + 1] = level8(cosine.values()[from]);
            rgb[3 * i + 2] = rgb[3 * i];
        }
        return new Cut(width, sine.height(), rgb);
    }

    private static byte level8(double value) {
        return (byte) Math.round(Math.max(0, Math.min(255, (value + 1) * 127.5)));
    }

    private Cut degree(String id) throws IOException {
        NpyFile degree = array("polL_dolp", id);
        int width = degree.width() - CUT;
        byte[] pixels = new byte[2 * width * degree.height()];
        for (int i = 0; i < pixels.length / 2; i++) {
            double value = degree.values()[i / width * degree.width() + CUT + i % width];
            put(pixels, i, (int) Math.round(Math.max(0, Math.min(1, value)) * 65535), true);
        }
        return new Cut(width, degree.height(), pixels);
    }
}
