package io.lynceus.dataset.folders;

import io.lynceus.dataset.ClassList;
import io.lynceus.dataset.Labels;
import io.lynceus.dataset.RecordedSample;
import io.lynceus.dataset.Recording;
import io.lynceus.dataset.SegmentClass;
import io.lynceus.dataset.message.ImageFiles;
import io.lynceus.dataset.sample.Expected;
import io.lynceus.dataset.sample.FileSensor;
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
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A dataset of image files: one folder for each modality, one for the labels, aligned by pixel, described by a small YAML file.
 *
 * <pre>
 * name: cwfid
 * modalities: {red: 'red/{id}_image.png', nir: 'nir/{id}_image.png'}  # one size, or that times one factor
 * label: 'label/{id}_annotation.png'                 # 8-bit, class ids, 255 = ignored; left out: no labels
 * values: {0: soil, 255: crop}                         # where labels hold other numbers than 0, 1, 2, ...
 * ignore: [128]                                        # numbers that do not count; 255 unless values names it
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
            Map<String, List<String>> splits,
            Map<String, String> values,
            List<Integer> ignore) {
        static final Description EMPTY = new Description("", Map.of(), "", List.of(), Map.of(), Map.of(), List.of());

        Description {
            if (modalities.isEmpty() && !splits.isEmpty()) {
                throw new IllegalArgumentException(
                        "modalities is empty; name the files of each sensor, such as {rgb: 'images/{id}.png'}");
            }
            if (new HashSet<>(modalities.values()).size() < modalities.size()) {
                throw new IllegalArgumentException("modalities " + modalities
                        + ": two sensors have the same files; give each sensor files of its own");
            }
            splits.forEach((split, ids) -> requireOnce(split, ids));
            modalities.forEach((modality, pattern) -> requireId("modalities." + modality, pattern));
            if (!label.isEmpty()) {
                requireId("label", label);
            }
        }

        private static void requireId(String key, String pattern) {
            if (!pattern.contains("{id}")) {
                throw new IllegalArgumentException(key + " is '" + pattern
                        + "', which is one file for all samples; write {id} where a sample's id belongs");
            }
        }

        private static void requireOnce(String split, List<String> ids) {
            Set<String> seen = new HashSet<>();
            for (String id : ids) {
                if (!seen.add(id)) {
                    throw new IllegalArgumentException("splits." + split + " has the id '" + id
                            + "' twice; leave one out, because it would count twice");
                }
            }
        }

        boolean hasLabels() {
            return !label.isEmpty();
        }
    }

    record NamedColour(String name, List<Integer> rgb) {
        @SuppressWarnings("ConstantValue") // what the file leaves out comes as null
        NamedColour {
            if (name == null || rgb == null || rgb.size() != 3) {
                throw new IllegalArgumentException("class " + name + " has rgb " + rgb
                        + "; a class has a name and rgb of three numbers, such as rgb: [90, 60, 40]");
            }
        }
    }

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

    /** Reads the description and requires every file that it names; one message lists what is missing. */
    public static LabelledFolders open(Path yaml, Path root) {
        LabelledFolders folders;
        try {
            folders = new LabelledFolders(Settings.read(yaml, Description.EMPTY), root);
        } catch (IllegalArgumentException e) {
            throw new SettingsException(yaml + ": " + e.getMessage(), e);
        }
        List<Path> missing = folders.description.splits.values().stream()
                .flatMap(List::stream)
                .flatMap(id -> folders.files(id).stream())
                .distinct()
                .filter(file -> !Files.isRegularFile(file))
                .toList();
        if (!missing.isEmpty()) {
            throw new SettingsException(yaml + " names " + missing.size() + " files that are not under " + root
                    + ", the first is " + missing.get(0) + near(missing.get(0)) + "; there is " + contents(root)
                    + "; check the root folder and the patterns");
        }
        return folders;
    }

    private static String near(Path file) {
        try {
            return Expected.near(file);
        } catch (IOException e) {
            throw new UncheckedIOException("folder of " + file + ": " + e.getMessage(), e);
        }
    }

    private static String contents(Path root) {
        try {
            return Expected.contents(root);
        } catch (IOException e) {
            throw new UncheckedIOException("folder " + root + ": " + e.getMessage(), e);
        }
    }

    /** Returns the sample ids of a split. */
    private List<String> split(String name) {
        List<String> ids = description.splits.get(name);
        if (ids == null) {
            throw new SettingsException("dataset " + description.name + " has no split '" + name + "', only "
                    + description.splits.keySet());
        }
        return ids;
    }

    /**
     * Returns a split as a recording. It is played at a rate, because there are no capture times. Each modality is a sensor of the
     * same name, and its image files are sent as they are.
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
        ids.forEach(this::requireAspect);
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
        Optional<Labels> labels = Optional.empty();
        List<String> remarks = new ArrayList<>(overlaps(split));
        if (description.hasLabels()) {
            List<Path> labelFiles =
                    ids.stream().map(id -> file(description.label, id)).toList();
            labels = Optional.of(new SampleLabels(classes, samples, labelFiles, labelValues()));
        } else {
            remarks.add("the description names no label, so the images have no labels");
        }
        return new SampleRecording<>(
                description.name + '/' + split, times, samples, ids, sensors, List.of(), labels, List.copyOf(remarks));
    }

    private List<String> overlaps(String split) {
        List<String> ids = split(split);
        List<String> overlaps = new ArrayList<>();
        description.splits.forEach((other, theirs) -> {
            long both = theirs.stream().filter(ids::contains).count();
            if (!other.equals(split) && both > 0) {
                overlaps.add(both + " of " + ids.size() + " samples of " + split + " are in " + other
                        + " too: a figure on" + " samples that were trained on says little");
            }
        });
        return overlaps;
    }

    /**
     * Requires that a sample's files show the same: each has the size of the first image, or that size times one factor. A file
     * whose size cannot be read says so when it is decoded.
     */
    private void requireAspect(String id) {
        List<Path> files = files(id);
        Path first = files.get(0);
        Optional<ImageFiles.Size> size = ImageFiles.size(first);
        for (Path file : files) {
            Optional<ImageFiles.Size> other = ImageFiles.size(file);
            if (size.isPresent() && other.isPresent() && !other.get().hasAspectOf(size.get())) {
                throw new SettingsException(
                        file + " is " + other.get() + " pixels, and " + first + " of the same sample is "
                                + size.get()
                                + ": they are aligned by pixel, so that they have one size, or that times one factor;"
                                + " correct the one that is wrong");
            }
        }
    }

    private LabelValues labelValues() {
        return LabelValues.of(classes, description.values, description.ignore);
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

    private List<Path> files(String id) {
        return Stream.concat(
                        description.modalities.values().stream(),
                        Stream.of(description.label).filter(pattern -> !pattern.isEmpty()))
                .map(pattern -> file(pattern, id))
                .toList();
    }

    private Path file(String pattern, String id) {
        return root.resolve(pattern.replace("{id}", id));
    }
}
