package io.lynceus.settings;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads a YAML file into a record. Absent keys reach the record's constructor as null or 0, where it puts its defaults;
 * checks of ranges belong there too, as {@link IllegalArgumentException}s that name the key.
 */
public final class Settings {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .addModule(new SimpleModule().addDeserializer(Duration.class, new DurationReader()))
            .build();

    private Settings() {}

    /** The file as a record of that type; a {@link SettingsException} names file and key of what is wrong. */
    public static <T> T read(Path file, Class<T> type) {
        if (!Files.isRegularFile(file)) {
            throw new SettingsException(file + " does not exist; name a YAML file");
        }
        try {
            return parse(Files.readString(file), type);
        } catch (SettingsException e) {
            throw new SettingsException(file + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new SettingsException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** The same from text. */
    public static <T> T parse(String yaml, Class<T> type) {
        try {
            Object tree = new Load(LoadSettings.builder().build()).loadFromString(yaml);
            return MAPPER.convertValue(tree == null ? Map.of() : tree, type);
        } catch (YamlEngineException e) {
            throw new SettingsException("not YAML: " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new SettingsException(explain(e), e);
        }
    }

    private static String explain(IllegalArgumentException e) {
        if (e.getCause() instanceof UnrecognizedPropertyException unknown) {
            return "unknown key '" + path(unknown) + "'; did you mean '"
                    + nearest(unknown.getPropertyName(), unknown.getKnownPropertyIds()) + "'? Known keys: "
                    + unknown.getKnownPropertyIds();
        }
        if (e.getCause() instanceof JsonMappingException wrong) {
            Throwable root = wrong;
            while (root.getCause() != null && root.getCause() != root) {
                root = root.getCause();
            }
            String reason = root instanceof JsonMappingException json
                    ? json.getOriginalMessage()
                    : String.valueOf(root.getMessage());
            return wrong.getPath().isEmpty() ? reason : "key '" + path(wrong) + "': " + reason;
        }
        return String.valueOf(e.getMessage());
    }

    private static String path(JsonMappingException e) {
        return e.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                .collect(Collectors.joining("."))
                .replace(".[", "[");
    }

    /** The candidate with the smallest edit distance. */
    public static String nearest(String word, Collection<?> candidates) {
        return candidates.stream()
                .map(String::valueOf)
                .min(Comparator.comparingInt((String candidate) -> editDistance(word, candidate))
                        .thenComparing(Comparator.naturalOrder()))
                .orElse("");
    }

    /** Levenshtein distance. */
    private static int editDistance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substitution = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substitution, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }

    private static final class DurationReader extends StdDeserializer<Duration> {
        private static final long serialVersionUID = 1L;

        DurationReader() {
            super(Duration.class);
        }

        @Override
        public Duration deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return Durations.parse(parser.getText());
        }
    }
}
