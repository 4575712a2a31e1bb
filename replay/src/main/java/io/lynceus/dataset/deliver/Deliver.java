package io.lynceus.dataset.deliver;

import io.lynceus.dataset.Channel;
import io.lynceus.dataset.ClassList;
import io.lynceus.dataset.Labels;
import io.lynceus.dataset.RecordedSample;
import io.lynceus.dataset.Recording;
import io.lynceus.dataset.SampleFilter;
import io.lynceus.dataset.sample.Expected;
import io.lynceus.dataset.sample.FileSensor;
import io.lynceus.dataset.sample.LabelImages;
import io.lynceus.dataset.sample.SampleLabels;
import io.lynceus.dataset.sample.SampleRecording;
import io.lynceus.dataset.sample.SampleTimes;
import io.lynceus.wire.Modality;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * DELIVER, front view: {@code <root>/<condition>/<split>/<scene>/<frame>_<suffix>_front.png} for the modality roots img, hha,
 * depth, lidar, event, and the labels in semantic. Image files are sent as they are. Source: jamycheung/DELIVER.
 *
 * <p>There are no capture times: samples are played in the order of their paths, at a rate that the caller chooses. The depth sensor
 * sends the HHA images, which is what networks of the CMNeXt family read as depth.
 */
public final class Deliver {
    private static final String CAMERA_FRAME = "camera_front";
    private static final String LABELS = "semantic";
    private static final int LABEL_CHANNELS = 4;

    /** A root, the word in its file names, and its sensor. */
    private enum Root {
        IMG("img", "rgb", "rgb", Modality.RGB, "camera.front.image"),
        HHA("hha", "depth", "depth", Modality.DEPTH, "camera.front.hha"),
        EVENT("event", "event", "event", Modality.EVENT, "event.front.image"),
        LIDAR("lidar", "lidar", "lidar", Modality.LIDAR, "lidar.front.image");

        private final String folder;
        private final String suffix;
        private final String sensor;
        private final Modality modality;
        private final String topic;

        Root(String folder, String suffix, String sensor, Modality modality, String topic) {
            this.folder = folder;
            this.suffix = suffix;
            this.sensor = sensor;
            this.modality = modality;
            this.topic = topic;
        }
    }

    private Deliver() {}

    /**
     * Opens the dataset from its own folder, or the one above it.
     *
     * @param filter selects samples; {@code split}, {@code condition}, {@code case} and {@code scene} are their tags
     * @throws IOException saying in one message what was expected and what was found
     */
    public static Recording open(Path folder, SampleFilter filter, double rateHz) throws IOException {
        Path root = Files.isDirectory(folder.resolve("DELIVER")) ? folder.resolve("DELIVER") : folder;
        Expected.in(root, "img", "holds the colour images of DELIVER, which lie beside hha, lidar and event");
        SampleTimes times = SampleTimes.steady(rateHz);
        List<DeliverSample> sources =
                filter.of(DeliverSample.enumerate(root.resolve("img")), DeliverSample::tags, root);
        boolean labelled = Files.isDirectory(root.resolve(LABELS));
        requireFiles(root, sources, labelled);
        List<RecordedSample> samples = new ArrayList<>();
        for (int i = 0; i < sources.size(); i++) {
            samples.add(new RecordedSample(
                    sources.get(i).id(), times.of(i), sources.get(i).tags()));
        }
        List<FileSensor<DeliverSample>> sensors = new ArrayList<>();
        for (Root modality : Root.values()) {
            Channel channel = FileSensor.channel(
                    modality.sensor, modality.modality, modality.topic, "png", times.rateHz(), CAMERA_FRAME);
            sensors.add(
                    new FileSensor<>(channel, sample -> sample.file(root.resolve(modality.folder), modality.suffix)));
        }
        return new SampleRecording<>(
                "deliver" + filter,
                times,
                samples,
                sources,
                sensors,
                List.of(),
                labelled ? Optional.of(labels(root, samples, sources)) : Optional.empty(),
                labelled
                        ? List.of()
                        : List.of("there is no folder " + LABELS + " in " + root + ", so it has no labels"));
    }

    private static Labels labels(Path root, List<RecordedSample> samples, List<DeliverSample> sources) {
        List<Path> files = sources.stream()
                .map(sample -> sample.file(root.resolve(LABELS), LABELS))
                .toList();
        return new SampleLabels(
                DeliverDataset.CLASSES,
                samples,
                files,
                (file, where) -> LabelImages.decode(
                        file, where, LABEL_CHANNELS, 0, Deliver::trainId, "0 and 255 for 'ignore', 1 to 25"));
    }

    /** Returns the train id of a raw id. Raw ids count from 1; both 0 and 255 mean "ignore". */
    private static int trainId(int raw) {
        if (raw == 0 || raw == ClassList.IGNORE) {
            return ClassList.IGNORE;
        }
        return raw <= DeliverDataset.CLASSES.size() ? raw - 1 : -1;
    }

    /** Requires every file for which there is a colour image. */
    private static void requireFiles(Path root, List<DeliverSample> samples, boolean labelled) throws IOException {
        Map<String, String> suffixes = new LinkedHashMap<>();
        for (Root modality : Root.values()) {
            suffixes.put(modality.folder, modality.suffix);
        }
        if (labelled) {
            suffixes.put(LABELS, LABELS);
        }
        Map<Path, Set<Path>> scenes = new HashMap<>();
        Map<String, Integer> missing = new TreeMap<>();
        Optional<Path> first = Optional.empty();
        for (DeliverSample sample : samples) {
            for (Map.Entry<String, String> one : suffixes.entrySet()) {
                Path file = sample.file(root.resolve(one.getKey()), one.getValue());
                Path scene = sample.folder(root.resolve(one.getKey()));
                if (!scenes.containsKey(scene)) {
                    scenes.put(scene, Files.isDirectory(scene) ? new HashSet<>(Expected.children(scene)) : Set.of());
                }
                if (!scenes.getOrDefault(scene, Set.of()).contains(file)) {
                    missing.merge(one.getKey(), 1, Integer::sum);
                    first = first.or(() -> Optional.of(file));
                }
            }
        }
        if (first.isPresent()) {
            Path scene = Expected.parent(first.orElseThrow());
            throw new IOException(
                    root + " lacks files that its " + samples.size() + " colour images promise, by folder: "
                            + missing + "; the first is " + first.orElseThrow() + Expected.near(first.orElseThrow())
                            + ", in whose folder there is "
                            + Expected.contents(scene) + "; " + root + " has " + Expected.contents(root)
                            + "; unpack the archive again, or choose other samples");
        }
    }
}
