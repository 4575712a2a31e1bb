package io.lynceus.dataset.muses;

import io.lynceus.dataset.Channel;
import io.lynceus.dataset.Labels;
import io.lynceus.dataset.RecordedSample;
import io.lynceus.dataset.Recording;
import io.lynceus.dataset.sample.Expected;
import io.lynceus.dataset.sample.FileSensor;
import io.lynceus.dataset.sample.LabelImages;
import io.lynceus.dataset.sample.SampleLabels;
import io.lynceus.dataset.sample.SampleRecording;
import io.lynceus.dataset.sample.SampleSensor;
import io.lynceus.dataset.sample.SampleTimes;
import io.lynceus.wire.Modality;
import io.lynceus.wire.Stamp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * MUSES: camera, LiDAR, radar, events and GNSS of 2500 scenes, described by {@code meta.json} and {@code calib.json}. Source:
 * timbroed/MUSES.
 *
 * <p>Capture times: the camera's is the middle of its exposure; LiDAR and radar have the middle between their first and last
 * measurement; an event packet ends with the exposure, although the file does not state this. Scenes come from many days, so at a
 * steady rate each sensor keeps its time distance to the camera, up to a quarter of the period.
 */
public final class Muses {
    private static final String CAMERA_FRAME = "camera_front";
    private static final String LIDAR_FRAME = "lidar_front";
    private static final String RADAR_FRAME = "radar_top";
    /** No sensor of a scene is farther from its camera than this. */
    private static final Duration SKEW = Duration.ofMillis(500);

    /** Folders that belong to no sensor. */
    private static final Pattern OTHER = Pattern.compile("gt_\\w+|reference_frames?|projected_to_rgb|\\..*");

    private Muses() {}

    /**
     * Opens the dataset from the folder of {@code meta.json}, or the one above it.
     *
     * @throws IOException saying in one message what was expected and what was found
     */
    public static Recording open(Path folder, MusesOptions options) throws IOException {
        Path root = Files.isDirectory(folder.resolve("muses")) ? folder.resolve("muses") : folder;
        MusesCalibration calibration = MusesCalibration.read(root);
        List<MusesScene> promised = options.filter().of(MusesScene.read(root), MusesScene::tags, root);
        Set<String> packed = packed(root, promised);
        List<MusesScene> scenes =
                promised.stream().map(scene -> scene.without(packed)).toList();
        requireFiles(root, scenes);
        SampleTimes times =
                options.rateHz() > 0 ? SampleTimes.steadyWithSkew(options.rateHz()) : SampleTimes.recorded(SKEW);
        List<RecordedSample> samples = new ArrayList<>();
        for (int i = 0; i < scenes.size(); i++) {
            Stamp stamp = times.isSteady()
                    ? times.of(i)
                    : new Stamp(Math.multiplyExact(scenes.get(i).exposure(), 1000L));
            samples.add(
                    new RecordedSample(scenes.get(i).id(), stamp, scenes.get(i).tags()));
        }
        return new SampleRecording<>(
                "muses" + options.filter(),
                times,
                samples,
                scenes,
                sensors(options, calibration, times.rateHz(), packed),
                calibration.latched(
                        CAMERA_FRAME,
                        LIDAR_FRAME,
                        RADAR_FRAME,
                        MusesSensors.EVENT_FRAME,
                        samples.get(0).stamp()),
                labels(scenes, samples),
                remarks(scenes, packed));
    }

    /**
     * Returns the sensors whose archive has not been unpacked: neither their folder nor one with a similar name exists. The camera
     * is required.
     */
    private static Set<String> packed(Path root, List<MusesScene> scenes) throws IOException {
        Set<String> packed = new TreeSet<>();
        for (String key : MusesSensors.KEYS) {
            List<Path> folders = scenes.stream()
                    .flatMap(scene -> scene.folder(key).stream())
                    .distinct()
                    .toList();
            if (!key.equals(MusesSensors.CAMERA)
                    && !folders.isEmpty()
                    && folders.stream().noneMatch(Files::exists)) {
                packed.add(key);
            }
        }
        Set<Path> known = new HashSet<>();
        scenes.forEach(
                scene -> scene.paths().keySet().forEach(key -> scene.folder(key).ifPresent(known::add)));
        boolean slip = Expected.children(root).stream()
                .filter(Files::isDirectory)
                .filter(folder -> !known.contains(folder))
                .anyMatch(folder ->
                        !OTHER.matcher(folder.getFileName().toString()).matches());
        return slip ? Set.of() : packed;
    }

    private static List<SampleSensor<MusesScene>> sensors(
            MusesOptions options, MusesCalibration calibration, double rateHz, Set<String> packed) {
        boolean images = options.projection() == MusesOptions.Projection.SDK;
        String schema = images ? "foxglove.CompressedImage" : "foxglove.PointCloud";
        String format = images ? "png" : "xyzirt";
        String events = images ? "foxglove.CompressedImage" : "lynceus.v1.EventPacket";
        MusesSensors.Setting setting = new MusesSensors.Setting(options, calibration);
        Map<String, SampleSensor<MusesScene>> sensors = new LinkedHashMap<>();
        sensors.put(
                MusesSensors.CAMERA,
                new FileSensor<>(
                        FileSensor.channel("rgb", Modality.RGB, "camera.front.image", "png", rateHz, CAMERA_FRAME),
                        scene -> scene.path(MusesSensors.CAMERA).orElseThrow()));
        sensors.put(
                MusesSensors.LIDAR,
                new MusesSensors.Lidar(
                        new Channel("lidar", Modality.LIDAR, "lidar.front.points", schema, format, rateHz, LIDAR_FRAME),
                        setting));
        sensors.put(
                MusesSensors.EVENTS,
                new MusesSensors.EventWindow(
                        new Channel(
                                "event",
                                Modality.EVENT,
                                "event.front.packets",
                                events,
                                images ? "png" : "columns",
                                rateHz,
                                CAMERA_FRAME),
                        setting));
        sensors.put(
                MusesSensors.RADAR,
                new MusesSensors.Radar(
                        new Channel(
                                "radar",
                                new Modality("radar"),
                                "radar.top.points",
                                schema,
                                format,
                                rateHz,
                                RADAR_FRAME),
                        setting));
        sensors.put(
                MusesSensors.GNSS,
                new MusesSensors.Gnss(new Channel(
                        "gnss", new Modality("gnss"), "gnss.fix", "foxglove.LocationFix", "fix", rateHz, "gnss")));
        sensors.keySet().removeAll(packed);
        return List.copyOf(sensors.values());
    }

    /** Requires every file that the description names, and that it names one for the camera in each scene. */
    private static void requireFiles(Path root, List<MusesScene> scenes) throws IOException {
        Map<String, Integer> missing = new TreeMap<>();
        Optional<String> first = Optional.empty();
        for (MusesScene scene : scenes) {
            for (String key : MusesSensors.KEYS) {
                Optional<Path> file = scene.path(key);
                boolean needed = key.equals(MusesSensors.CAMERA) || file.isPresent();
                if (needed && file.filter(Files::isRegularFile).isEmpty()) {
                    missing.merge(key, 1, Integer::sum);
                    String what = file.map(Path::toString).orElse("path_to_" + key + " of scene " + scene.id());
                    first = first.or(() -> Optional.of(what));
                }
            }
        }
        if (first.isPresent()) {
            throw new IOException(root + " lacks files that meta.json promises for " + scenes.size()
                    + " scenes, by sensor: " + missing + "; the first is " + first.orElseThrow() + "; " + root + " has "
                    + Expected.contents(root) + "; unpack the missing archives, or choose other scenes");
        }
    }

    /** Returns the labels if all scenes have one; the test split may have none. */
    private static Optional<Labels> labels(List<MusesScene> scenes, List<RecordedSample> samples) throws IOException {
        List<Path> files = scenes.stream().map(MusesScene::label).toList();
        List<Path> absent =
                files.stream().filter(file -> !Files.isRegularFile(file)).toList();
        if (absent.size() == files.size()) {
            return Optional.empty();
        }
        if (!absent.isEmpty()) {
            throw new IOException(absent.size() + " of " + files.size() + " scenes have no label, the first is "
                    + absent.get(0) + "; choose one split, because the test split's labels may be withheld");
        }
        return Optional.of(new SampleLabels(
                MusesDataset.CLASSES,
                samples,
                files,
                (file, where) -> LabelImages.decode(
                        file,
                        where,
                        1,
                        0,
                        LabelImages.trainIds(MusesDataset.CLASSES),
                        "0 to 18 and 255 for 'ignore'")));
    }

    private static List<String> remarks(List<MusesScene> scenes, Set<String> packed) {
        List<String> remarks = new ArrayList<>();
        packed.forEach(key -> remarks.add("the archive of " + key + " has not been unpacked: there is no such sensor"));
        long references = scenes.stream()
                .filter(scene -> scene.path("reference_frame").isPresent())
                .count();
        if (references > 0) {
            remarks.add(references + " reference frames of the same places on a clear day are not played");
        }
        for (String key :
                MusesSensors.KEYS.stream().filter(key -> !packed.contains(key)).toList()) {
            long absent =
                    scenes.stream().filter(scene -> scene.path(key).isEmpty()).count();
            if (absent > 0) {
                remarks.add(absent + " of " + scenes.size() + " scenes have no " + key);
            }
        }
        if (scenes.stream().noneMatch(scene -> Files.isRegularFile(scene.label()))) {
            remarks.add("there are no labels in gt_semantic");
        }
        return remarks;
    }
}
