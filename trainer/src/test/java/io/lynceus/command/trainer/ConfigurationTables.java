package io.lynceus.command.trainer;

import io.lynceus.settings.Durations;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes tables of keys from records: names and defaults from the classes, meanings from the Javadoc of their sources. */
final class ConfigurationTables {
    private static final Pattern TAG = Pattern.compile("\\{@(?:code|link) ([^}]*)}");
    private static final Pattern PARAM =
            Pattern.compile("@param (\\w+)\\s+(.*?)(?=@param|@return|@throws|$)", Pattern.DOTALL);

    private final Path root;
    private final StringBuilder out = new StringBuilder();

    ConfigurationTables(Path root) {
        this.root = root;
    }

    /** Appends a table of all keys of a record, nested ones with dots, and elements of lists with brackets. */
    ConfigurationTables table(Record defaults) throws IOException {
        out.append("| key | default | meaning |\n|---|---|---|\n");
        rows("", defaults.getClass(), defaults);
        out.append('\n');
        return this;
    }

    ConfigurationTables text(String text) {
        out.append(text);
        return this;
    }

    @Override
    public String toString() {
        return out.toString();
    }

    private void rows(String prefix, Class<?> type, @Nullable Object defaults) throws IOException {
        Map<String, String> meanings = meanings(type);
        for (RecordComponent component : type.getRecordComponents()) {
            String key = prefix + component.getName();
            String meaning = meanings.get(component.getName());
            if (meaning == null) {
                throw new AssertionError(type.getName() + " does not say what '" + component.getName() + "' is");
            }
            Object value = defaults == null ? null : value(component, defaults);
            if (isOurs(component.getType())) {
                rows(key + ".", component.getType(), value);
                continue;
            }
            String shown = defaults == null ? "" : "`" + shown(value) + "`";
            out.append("| `")
                    .append(key)
                    .append("` | ")
                    .append(shown)
                    .append(" | ")
                    .append(meaning)
                    .append(choices(component))
                    .append(" |\n");
            Type element = element(component);
            if (element instanceof Class<?> record && isOurs(record)) {
                rows(key + "[].", record, null);
            }
        }
    }

    private static String choices(RecordComponent component) {
        Type element = element(component);
        Class<?> type = element instanceof Class<?> one ? one : component.getType();
        return type.isEnum()
                ? "; one of "
                        + Arrays.stream(type.getEnumConstants())
                                .map(ConfigurationTables::shown)
                                .toList()
                : "";
    }

    private static boolean isOurs(Class<?> type) {
        return type.isRecord() && type.getName().startsWith("io.lynceus");
    }

    private static @Nullable Type element(RecordComponent component) {
        return component.getGenericType() instanceof ParameterizedType type && type.getRawType() == List.class
                ? type.getActualTypeArguments()[0]
                : null;
    }

    private static @Nullable Object value(RecordComponent component, Object defaults) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(defaults);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static String shown(@Nullable Object value) {
        if (value instanceof Duration duration) {
            return Durations.text(duration);
        }
        if (value instanceof Enum<?> word) {
            return word.name().toLowerCase(Locale.ROOT);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(ConfigurationTables::shown).collect(Collectors.joining(", ", "[", "]"));
        }
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> entry.getKey() + ": " + entry.getValue())
                    .sorted()
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        return value == null || value.equals("") ? "none" : value.toString();
    }

    /** Reads what the Javadoc before a record says of its components. */
    private Map<String, String> meanings(Class<?> type) throws IOException {
        String source = Files.readString(source(type));
        Matcher declared =
                Pattern.compile("record " + type.getSimpleName() + "\\(").matcher(source);
        if (!declared.find()) {
            throw new AssertionError(type + " is not declared in " + source(type));
        }
        String before = source.substring(0, declared.start());
        int from = before.lastIndexOf("/**");
        int to = before.indexOf("*/", from);
        if (from < 0 || before.substring(to).contains(";")) {
            throw new AssertionError(type + " has no Javadoc");
        }
        String text = before.substring(from + 3, to).replaceAll("\\n\\s*\\* ?", "\n");
        return PARAM.matcher(text)
                .results()
                .collect(Collectors.toMap(found -> found.group(1), found -> plain(found.group(2))));
    }

    private static String plain(String text) {
        return TAG.matcher(text.strip().replaceAll("\\s+", " "))
                .replaceAll(tag -> Matcher.quoteReplacement("`" + tag.group(1).strip() + "`"))
                .replace("|", "\\|");
    }

    private Path source(Class<?> type) {
        String file = type.getName().replaceAll("\\$.*", "").replace('.', '/') + ".java";
        for (String module : List.of("node", "replay", "trainer")) {
            Path path = root.resolve(module).resolve("src/main/java").resolve(file);
            if (Files.exists(path)) {
                return path;
            }
        }
        throw new AssertionError("no module has " + file);
    }
}
