package io.lynceus.dataset.muses;

import com.fasterxml.jackson.databind.JsonNode;
import io.lynceus.dataset.sample.Expected;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One scene of MUSES, as {@code meta.json} describes it.
 *
 * @param id such as {@code REC0006_frame_043790}
 * @param exposureStart of the camera, microseconds since the epoch
 * @param exposureEnd of the camera, microseconds since the epoch
 * @param paths by the keys of {@code meta.json} without {@code path_to_}; those that are absent or null are left out
 */
record MusesScene(
        Path root,
        String id,
        long exposureStart,
        long exposureEnd,
        Map<String, String> paths,
        Map<String, String> tags) {
    private static final String PATH = "path_to_";
    private static final List<String> TAGS =
            List.of("split", "weather", "time_of_day", "ground_condition", "precipitation_level", "sun_level");

    /** Reads all scenes, by exposure and id. Unknown keys are skipped. */
    static List<MusesScene> read(Path root) throws IOException {
        Path file = Expected.in(root, "meta.json", "describes every scene of MUSES");
        JsonNode meta = MusesJson.read(file);
        if (!meta.isObject()) {
            throw new IOException(file + " is no object of scenes by their ids; copy it again");
        }
        List<MusesScene> scenes = new ArrayList<>();
        for (Map.Entry<String, JsonNode> scene : meta.properties()) {
            scenes.add(scene(root, scene.getKey(), scene.getValue(), file));
        }
        scenes.sort(Comparator.comparingLong(MusesScene::exposure).thenComparing(MusesScene::id));
        return scenes;
    }

    private static MusesScene scene(Path root, String id, JsonNode scene, Path file) throws IOException {
        Map<String, String> paths = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : scene.properties()) {
            if (entry.getKey().startsWith(PATH) && entry.getValue().isTextual()) {
                paths.put(
                        entry.getKey().substring(PATH.length()),
                        entry.getValue().asText());
            }
        }
        Map<String, String> tags = new LinkedHashMap<>();
        for (String tag : TAGS) {
            JsonNode value = scene.path(tag);
            if (value.isTextual()) {
                tags.put(tag, value.asText());
            }
        }
        if (!tags.containsKey("split") || !tags.containsKey("weather") || !tags.containsKey("time_of_day")) {
            throw new IOException(
                    file + ", scene " + id + ": split, weather and time_of_day must be there, but it has " + tags);
        }
        return new MusesScene(
                root,
                id,
                micros(scene, "frame_camera_exposure_start_timestamp_us", id, file),
                micros(scene, "frame_camera_exposure_end_timestamp_us", id, file),
                paths,
                tags);
    }

    /** Reads a number, or a text that contains one. */
    private static long micros(JsonNode scene, String key, String id, Path file) throws IOException {
        JsonNode value = scene.path(key);
        try {
            return value.isTextual() ? Long.parseLong(value.asText().trim()) : requireNumber(value);
        } catch (NumberFormatException e) {
            throw new IOException(
                    file + ", scene " + id + ": " + key + " is " + value + "; expected are microseconds", e);
        }
    }

    private static long requireNumber(JsonNode value) {
        if (!value.isNumber() || Double.isNaN(value.asDouble())) {
            throw new NumberFormatException("no number");
        }
        return value.asLong();
    }

    /** Returns the middle of the exposure, microseconds since the epoch. */
    long exposure() {
        return exposureStart + (exposureEnd - exposureStart) / 2;
    }

    /** Returns the same scene without files of these keys. */
    MusesScene without(Set<String> keys) {
        Map<String, String> left = new LinkedHashMap<>(paths);
        left.keySet().removeAll(keys);
        return new MusesScene(root, id, exposureStart, exposureEnd, left, tags);
    }

    /** Returns the folder, relative to the dataset's, of the file for a key; empty if there is none. */
    Optional<Path> folder(String key) {
        return Optional.ofNullable(paths.get(key))
                .map(path -> root.resolve(Path.of(path).getName(0)));
    }

    Optional<Path> path(String key) {
        return Optional.ofNullable(paths.get(key)).map(root::resolve);
    }

    /** Returns the file of its label, with train ids; {@code meta.json} does not name it. */
    Path label() {
        return root.resolve("gt_semantic")
                .resolve(tags.getOrDefault("split", ""))
                .resolve(tags.getOrDefault("weather", ""))
                .resolve(tags.getOrDefault("time_of_day", ""))
                .resolve(id + "_gt_labelTrainIds.png");
    }
}
