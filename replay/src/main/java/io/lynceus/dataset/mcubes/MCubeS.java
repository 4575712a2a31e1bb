package io.lynceus.dataset.mcubes;

import io.lynceus.dataset.Channel;
import io.lynceus.dataset.Labels;
import io.lynceus.dataset.RecordedSample;
import io.lynceus.dataset.Recording;
import io.lynceus.dataset.message.ImageMessages;
import io.lynceus.dataset.sample.Expected;
import io.lynceus.dataset.sample.SampleLabels;
import io.lynceus.dataset.sample.SampleRecording;
import io.lynceus.dataset.sample.SampleSensor;
import io.lynceus.dataset.sample.SampleTimes;
import io.lynceus.wire.Modality;
import io.lynceus.wire.Stamp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * MCubeS: colour, angle and degree of linear polarisation, and near-infrared, of one scene each. The first 192 columns are cut off,
 * as in all published evaluations. Source: kyotovision-public/multimodal-material-segmentation.
 *
 * <p>There are no capture times: samples are played in the order of their list, at a rate that the caller chooses. Colour is sent
 * as rgb8 (16 bits become v / 257); the angle as rgb8 of sine, cosine, sine, -1 to 1 on 0 to 255; the degree as mono16, 0 to 1 on 0
 * to 65535; near-infrared as it is.
 */
public final class MCubeS {
    private static final int CENTRE = 1024;
    private static final String FRAME = "camera_front";
    private static final List<String> FOLDERS =
            List.of("polL_color", "polL_aolp_sin", "polL_aolp_cos", "polL_dolp", "NIR_warped", "GT");

    private final Path root;
    private final MCubeSImages images;

    private MCubeS(Path root, int widest) {
        this.root = root;
        this.images = new MCubeSImages(root, widest);
    }

    /**
     * Opens a split from the folder {@code multimodal_dataset}, or the one above it.
     *
     * @param split names a list: train, val, test or all. What the CMNeXt family reports as val is test
     * @throws IOException saying in one message what was expected and what was found
     */
    public static Recording open(Path folder, String split, double rateHz) throws IOException {
        return open(folder, split, rateHz, Integer.MAX_VALUE);
    }

    /**
     * Opens a split as the CMNeXt family evaluates it: of the remaining 1032 columns, images and labels keep the 1024 in the middle.
     *
     * @throws IOException saying in one message what was expected and what was found
     */
    public static Recording openCentre(Path folder, String split, double rateHz) throws IOException {
        return open(folder, split, rateHz, CENTRE);
    }

    private static Recording open(Path folder, String split, double rateHz, int widest) throws IOException {
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
        return new MCubeS(root, widest).recording(split, ids, SampleTimes.steady(rateHz));
    }

    private Recording recording(String split, List<String> ids, SampleTimes times) throws IOException {
        requireFiles(ids);
        List<RecordedSample> samples = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            samples.add(new RecordedSample(ids.get(i), times.of(i), Map.of("split", split)));
        }
        // The depth of near-infrared images may differ between downloads, but not within one.
        boolean deepNir = images.hasDeepNearInfrared(ids.get(0));
        List<SampleSensor<String>> sensors = List.of(
                new PixelSensor(channel("rgb", Modality.RGB, "camera.front.image", "rgb8", times), images::colour),
                new PixelSensor(
                        channel("aolp", new Modality("aolp"), "camera.front.aolp", "rgb8", times), images::angle),
                new PixelSensor(
                        channel("dolp", new Modality("dolp"), "camera.front.dolp", "mono16", times), images::degree),
                new PixelSensor(
                        channel("nir", new Modality("nir"), "camera.front.nir", deepNir ? "mono16" : "mono8", times),
                        id -> images.nearInfrared(id, deepNir)));
        Labels labels = new SampleLabels(
                MCubeSDataset.CLASSES,
                samples,
                ids.stream().map(id -> images.file("GT", id)).toList(),
                images::label);
        return new SampleRecording<>(
                "mcubes/" + split, times, samples, ids, sensors, List.of(), Optional.of(labels), List.of());
    }

    private static Channel channel(String sensor, Modality modality, String topic, String format, SampleTimes times) {
        return new Channel(sensor, modality, topic, "foxglove.RawImage", format, times.rateHz(), FRAME);
    }

    private void requireFiles(List<String> ids) throws IOException {
        List<Path> missing = FOLDERS.stream()
                .flatMap(folder -> ids.stream().map(id -> images.file(folder, id)))
                .filter(file -> !Files.isRegularFile(file))
                .toList();
        if (!missing.isEmpty()) {
            Path first = missing.get(0);
            throw new IOException(root + " lacks " + missing.size() + " files of the " + ids.size() + " samples in the"
                    + " list; the first is " + first + ", in whose folder there is "
                    + Expected.contents(Expected.parent(first)) + "; " + root + " has " + Expected.contents(root)
                    + "; unpack the dataset again");
        }
    }

    private interface Reader {
        MCubeSImages.Cut read(String id) throws IOException;
    }

    private record PixelSensor(Channel channel, Reader reader) implements SampleSensor<String> {
        @Override
        public byte[] read(String id, Stamp stamp) throws IOException {
            MCubeSImages.Cut image = reader.read(id);
            return ImageMessages.raw(channel, stamp, image.width(), image.height(), image.pixels());
        }
    }
}
