package io.lynceus.score;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lynceus.metric.ConfusionMatrix;
import io.lynceus.settings.Json;
import io.lynceus.settings.SettingsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The confusion matrices of the samples that have been judged, so that an interrupted run can go on.
 *
 * <pre>
 * {"scoring": "what is judged, by what, and how", "classes": 25}
 * {"variant": "whole", "sample": "sun/val/MAP_1_point2/045050", "counts": [label, prediction, pixels, ...]}
 * </pre>
 *
 * One line is one sample; a line that a killed run left unfinished is cut off.
 *
 * <p>Thread safety: any thread.
 */
public final class ScoreFile {
    private final Path file;
    private final int classes;
    private final Map<String, Map<String, ConfusionMatrix>> known = new LinkedHashMap<>();
    private final Map<String, Map<String, Integer>> absent = new LinkedHashMap<>();

    private ScoreFile(Path file, int classes) {
        this.file = file;
        this.classes = classes;
    }

    /**
     * Opens the file, or begins a new one.
     *
     * @param scoring says what is judged, by what, and how; a file with figures of another scoring is refused
     * @throws SettingsException if the file belongs to another scoring
     */
    public static ScoreFile open(Path file, String scoring, int classes) {
        ScoreFile opened = new ScoreFile(file, classes);
        try {
            if (file.getParent() != null) {
                Files.createDirectories(file.getParent());
            }
            ObjectNode head = Json.object().put("scoring", scoring).put("classes", classes);
            if (Files.exists(file)) {
                opened.read(head);
            } else {
                opened.append(head);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("score file " + file + ": " + e.getMessage(), e);
        }
        return opened;
    }

    private void read(ObjectNode head) throws IOException {
        String text = Files.readString(file);
        int end = text.lastIndexOf('\n') + 1;
        if (end < text.length()) {
            byte[] whole = text.substring(0, end).getBytes(StandardCharsets.UTF_8);
            Files.write(file, whole);
        }
        if (end == 0) {
            append(head);
            return;
        }
        String[] lines = text.substring(0, end).split("\n");
        for (int i = 0; i < lines.length; i++) {
            JsonNode line = parsed(lines[i], i + 1);
            if (i > 0) {
                ConfusionMatrix matrix = matrix(line.path("counts"), i + 1);
                matrix.addIgnored(line.path("ignored").asLong());
                List<String> without = new ArrayList<>();
                line.path("without").forEach(sensor -> without.add(sensor.asText()));
                put(line.path("variant").asText(), line.path("sample").asText(), matrix, without);
            } else if (!line.equals(head)) {
                throw new SettingsException("score file " + file + " is of another scoring: it says "
                        + line.path("scoring").asText() + ", expected is "
                        + head.path("scoring").asText() + "; name another --state, or delete it");
            }
        }
    }

    private JsonNode parsed(String line, int number) {
        try {
            return Json.parse(line);
        } catch (JsonProcessingException e) {
            throw broken(number, e.getOriginalMessage());
        }
    }

    private ConfusionMatrix matrix(JsonNode counts, int number) {
        ConfusionMatrix matrix = new ConfusionMatrix(classes);
        for (int i = 0; i + 2 < counts.size(); i += 3) {
            int label = counts.get(i).asInt();
            int prediction = counts.get(i + 1).asInt();
            if (label < 0 || label >= classes || prediction < 0 || prediction >= classes) {
                throw broken(
                        number, "class ids " + label + " and " + prediction + ", allowed are 0 to " + (classes - 1));
            }
            matrix.add(label, prediction, counts.get(i + 2).asLong());
        }
        return matrix;
    }

    private SettingsException broken(int number, String what) {
        return new SettingsException(
                "score file " + file + ", line " + number + ", is damaged: " + what + "; delete the file");
    }

    private void put(String variant, String sample, ConfusionMatrix matrix, List<String> without) {
        known.computeIfAbsent(variant, v -> new LinkedHashMap<>()).put(sample, matrix);
        without.forEach(
                sensor -> absent.computeIfAbsent(variant, v -> new TreeMap<>()).merge(sensor, 1, Integer::sum));
    }

    private void append(ObjectNode line) throws IOException {
        Files.writeString(
                file,
                Json.text(line) + '\n',
                StandardCharsets.UTF_8,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    /**
     * Keeps a sample's matrix.
     *
     * @param without sensors whose frames could not be used in this sample
     */
    public synchronized void add(String variant, String sample, ConfusionMatrix matrix, List<String> without) {
        ArrayNode counts = Json.array();
        for (int label = 0; label < classes; label++) {
            for (int prediction = 0; prediction < classes; prediction++) {
                if (matrix.count(label, prediction) > 0) {
                    counts.add(label).add(prediction).add(matrix.count(label, prediction));
                }
            }
        }
        ObjectNode line = Json.object().put("variant", variant).put("sample", sample);
        line.set("counts", counts);
        line.put("ignored", matrix.ignored());
        ArrayNode sensors = line.putArray("without");
        without.forEach(sensors::add);
        try {
            append(line);
        } catch (IOException e) {
            throw new UncheckedIOException("score file " + file + ": " + e.getMessage(), e);
        }
        put(variant, sample, matrix, without);
    }

    /** Returns how many samples of a variant were judged without a sensor that should have taken part, by sensor. */
    public synchronized Map<String, Integer> without(String variant) {
        return Map.copyOf(absent.getOrDefault(variant, Map.of()));
    }

    /** Returns the matrices of a variant, by sample. */
    public synchronized Map<String, ConfusionMatrix> of(String variant) {
        return Map.copyOf(known.getOrDefault(variant, Map.of()));
    }
}
