package io.lynceus.settings;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.InvalidNullException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads YAML into records. Absent and blank keys keep the value of a record of defaults, or, for the elements of lists, reach the
 * constructor as null or 0. Constructors check ranges and throw {@link IllegalArgumentException}s that name the key.
 */
public final class Settings {
    private static final CoercionAction FAIL = CoercionAction.Fail;

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT) // 0.5 would become 0
            .withCoercionConfig(LogicalType.Textual, kinds -> kinds.setCoercion(CoercionInputShape.Float, FAIL))
            .withCoercionConfig(LogicalType.Boolean, kinds -> kinds.setCoercion(CoercionInputShape.Integer, FAIL))
            .withCoercionConfig(LogicalType.Integer, kinds -> kinds.setCoercion(CoercionInputShape.EmptyString, FAIL))
            .withCoercionConfig(LogicalType.Float, kinds -> kinds.setCoercion(CoercionInputShape.String, FAIL))
            .defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL))
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .addModule(new SimpleModule()
                    .addDeserializer(Duration.class, new DurationReader())
                    .addSerializer(Duration.class, new DurationWriter()))
            .build();

    private Settings() {}

    /** Reads a file over defaults; a {@link SettingsException} names file and key of an error. */
    public static <T> T read(Path file, T defaults) {
        if (!Files.isRegularFile(file)) {
            throw new SettingsException(file + " does not exist; name a YAML file");
        }
        try {
            return parse(Files.readString(file), defaults);
        } catch (SettingsException e) {
            throw new SettingsException(file + ": " + e.getMessage(), e);
        } catch (CharacterCodingException e) {
            throw new SettingsException(file + " is not text in UTF-8; name a YAML file, or save it as UTF-8", e);
        } catch (IOException e) {
            throw new SettingsException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Reads YAML text over defaults: records are merged key by key, lists are replaced as a whole. */
    @SuppressWarnings("unchecked")
    public static <T> T parse(String yaml, T defaults) {
        ObjectNode merged = MAPPER.valueToTree(defaults);
        try {
            PlainScalars.check(yaml);
            Object tree = new Load(LoadSettings.builder().build()).loadFromString(yaml);
            if (tree != null) {
                if (!(tree instanceof Map)) {
                    throw new SettingsException("the file is not a list of 'key: value' lines");
                }
                overlay(merged, MAPPER.valueToTree(tree));
            }
            return (T) MAPPER.convertValue(merged, defaults.getClass());
        } catch (YamlEngineException e) {
            throw PlainScalars.variableIn(yaml).orElseGet(() -> new SettingsException(YamlFaults.sentence(e, yaml), e));
        } catch (IllegalArgumentException e) {
            throw new SettingsException(explain(e, merged), e);
        }
    }

    private static void overlay(ObjectNode below, ObjectNode above) {
        above.properties().forEach(entry -> {
            if (entry.getValue().isNull() && below.has(entry.getKey())) {
                return; // a key left blank keeps its default
            }
            if (below.get(entry.getKey()) instanceof ObjectNode inner && entry.getValue() instanceof ObjectNode outer) {
                overlay(inner, outer);
            } else {
                below.set(entry.getKey(), entry.getValue());
            }
        });
    }

    private static String explain(IllegalArgumentException e, JsonNode read) {
        if (e.getCause() instanceof UnrecognizedPropertyException unknown) {
            return "unknown key '" + path(unknown) + "'; did you mean '"
                    + nearest(unknown.getPropertyName(), unknown.getKnownPropertyIds()) + "'? Known keys: "
                    + unknown.getKnownPropertyIds().stream()
                            .map(String::valueOf)
                            .sorted()
                            .toList();
        }
        if (e.getCause() instanceof InvalidNullException blank) {
            return "key '" + path(blank) + "' has an entry without a value; write one, or leave the entry out";
        }
        if (e.getCause() instanceof InvalidFormatException wrongKind) {
            return "key '" + path(wrongKind) + "' is " + wrongKind.getValue() + ", allowed is "
                    + kind(wrongKind.getTargetType());
        }
        if (e.getCause() instanceof MismatchedInputException wrongKind && isThere(wrongKind, read)) {
            JsonNode value = at(wrongKind, read);
            return "key '" + path(wrongKind) + "' is " + (value.isTextual() ? value.asText() : value) + ", allowed is "
                    + kind(wrongKind.getTargetType());
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

    private static boolean isThere(MismatchedInputException e, JsonNode read) {
        return e.getTargetType() != null
                && !e.getPath().isEmpty()
                && !at(e, read).isMissingNode();
    }

    /** Returns the value that an exception is about. */
    private static JsonNode at(JsonMappingException e, JsonNode read) {
        JsonNode node = read;
        for (JsonMappingException.Reference step : e.getPath()) {
            node = step.getFieldName() == null ? node.path(step.getIndex()) : node.path(step.getFieldName());
        }
        return node;
    }

    private static String kind(Class<?> type) {
        if (type == int.class || type == long.class || type == Integer.class || type == Long.class) {
            return "a whole number";
        }
        if (type == double.class || type == float.class || type == Double.class) {
            return "a number, without quotes";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type == String.class) {
            return "text: put it in quotes if it is meant as such";
        }
        if (Collection.class.isAssignableFrom(type)) {
            return "a list, such as [a, b]";
        }
        if (Map.class.isAssignableFrom(type) || type.isRecord()) {
            return "a section of 'key: value' lines";
        }
        return type.isEnum()
                ? "one of " + Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT)
                : "a " + type.getSimpleName();
    }

    private static String path(JsonMappingException e) {
        return e.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                .collect(Collectors.joining("."))
                .replace(".[", "[");
    }

    /** Returns the candidate with the smallest edit distance. */
    public static String nearest(String word, Collection<?> candidates) {
        return candidates.stream()
                .map(String::valueOf)
                .min(Comparator.comparingInt((String candidate) -> editDistance(word, candidate))
                        .thenComparing(Comparator.naturalOrder()))
                .orElse("");
    }

    /** Returns the Levenshtein distance: how many letters must be put in, left out or replaced. */
    public static int editDistance(String a, String b) {
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

    private static final class DurationWriter extends StdSerializer<Duration> {
        private static final long serialVersionUID = 1L;

        DurationWriter() {
            super(Duration.class);
        }

        @Override
        public void serialize(Duration value, JsonGenerator generator, SerializerProvider provider) throws IOException {
            generator.writeString(value.toNanos() + "ns");
        }
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
