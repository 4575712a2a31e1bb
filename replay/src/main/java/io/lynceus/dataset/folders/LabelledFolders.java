package io.lynceus.dataset.folders;

import io.lynceus.dataset.ClassList;
import io.lynceus.dataset.LabelRaster;
import io.lynceus.dataset.RecordedSample;
import io.lynceus.dataset.Recording;
import io.lynceus.dataset.SegmentClass;
import io.lynceus.dataset.sample.Expected;
import io.lynceus.dataset.sample.FileSensor;
import io.lynceus.dataset.sample.LabelImages;
import io.lynceus.dataset.sample.SampleLabels;
import io.lynceus.dataset.sample.SampleRecording;
import io.lynceus.dataset.sample.SampleTimes;
import io.lynceus.settings.Settings;
import io.lynceus.settings.SettingsException;
import io.lynceus.wire.Modality;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A dataset of image files: one folder for each modality, one for the labels, aligned by pixel, described by a small YAML file.
 *
 * <pre>
 * name: cwfid
 * modalities: {red: 'red/{id}_image.png', nir: 'nir/{id}_image.png'}
 * label: 'label/{id}_annotation.png'                 # 8-bit, class ids, 255 = ignored
 * classes: [{name: soil, rgb: [90, 60, 40]}, ...]
 * splits: {train: ['001', '002'], validation: ['003']}
 * </pre>
 *
 * <p>Thread safety: immutable.
 */
public final class LabelledFolders {
    /** The YAML file. */
    record Description(
            String name,
            Map<String, String> modalities,
            String label,
            List<NamedColour> classes,
            Map<String, List<String>> splits) {
        static final Description EMPTY = new Description("", Map.of(), "", List.of(), Map.of());
    }

    record NamedColour(String name, List<Integer> rgb) {}

    private final Description description;
    private final Path root;
    private final ClassList classes;

    private LabelledFolders(Description description, Path root) {
        this.description = description;
        this.root = root;
        this.classes = new ClassList(
                description.name,
                description.classes.stream()
                        .map(c -> new SegmentClass(c.name, c.rgb.get(0), c.rgb.get(1), c.rgb.get(2)))
                        .toList());
    }

    /** Reads the description and looks for every file that it promises; what is missing is said in one message. */
    public static LabelledFolders open(Path yaml, Path root) {
        LabelledFolders folders = new LabelledFolders(Settings.read(yaml, Description.EMPTY), root);
        List<Path> missing = folders.description.splits.values().stream()
                .flatMap(List::stream)
                .flatMap(id -> folders.files(id).stream())
                .filter(file -> !Files.isRegularFile(file))
                .toList();
        if (!missing.isEmpty()) {
            throw new SettingsException(yaml + " names " + missing.size() + " files that are not under " + root
                    + ", the first is " + missing.get(0) + "; there is " + contents(root)
                    + "; check the root folder and the patterns");
        }
        return folders;
    }

    private static String contents(Path root) {
        try {
            return Expected.contents(root);
        } catch (IOException e) {
            throw new UncheckedIOException("folder " + root + ": " + e.getMessage(), e);
        }
    }

    /** Sample ids of a split. */
    private List<String> split(String name) {
        List<String> ids = description.splits.get(name);
        if (ids == null) {
            throw new SettingsException("dataset " + description.name + " has no split '" + name + "', only "
                    + description.splits.keySet());
        }
        return ids;
    }

    /**
     * A split, played at a rate, for there are no capture times: image files as they are, one sensor for each modality, named
     * after it.
     *
     * @throws IllegalArgumentException if a file pattern ends neither in .png nor in .jpg
     */
    public Recording recording(String split, double rateHz) {
        SampleTimes times = SampleTimes.steady(rateHz);
        List<String> ids = split(split);
        List<RecordedSample> samples = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            samples.add(new RecordedSample(ids.get(i), times.of(i), Map.of("split", split)));
        }
        List<FileSensor<String>> sensors = new ArrayList<>();
        description.modalities.forEach((modality, pattern) -> sensors.add(new FileSensor<>(
                FileSensor.channel(
                        modality,
                        new Modality(modality),
                        "camera.front." + modality,
                        format(pattern),
                        times.rateHz(),
                        "camera_front"),
                id -> file(pattern, id))));
        List<Path> labelFiles =
                ids.stream().map(id -> file(description.label, id)).toList();
        return new SampleRecording<>(
                description.name + '/' + split,
                times,
                samples,
                ids,
                sensors,
                List.of(),
                Optional.of(new SampleLabels(classes, samples, labelFiles, this::decode)),
                List.of());
    }

    private static String format(String pattern) {
        String lower = pattern.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".png")) {
            return "png";
        }
        if (lower.endsWith(".jpg") || lower.endsWith(".jpeg")) {
            return "jpeg";
        }
        throw new IllegalArgumentException("files as '" + pattern + "' cannot be played; they must be .png or .jpg");
    }

    private LabelRaster decode(byte[] file, String where) throws IOException {
        return LabelImages.decode(
                file,
                where,
                1,
                0,
                LabelImages.trainIds(classes),
                "0 to " + (classes.size() - 1) + " and 255 for 'ignore'");
    }

    private List<Path> files(String id) {
        return Stream.concat(description.modalities.values().stream(), Stream.of(description.label))
                .map(pattern -> file(pattern, id))
                .toList();
    }

    private Path file(String pattern, String id) {
        return root.resolve(pattern.replace("{id}", id));
    }
}
