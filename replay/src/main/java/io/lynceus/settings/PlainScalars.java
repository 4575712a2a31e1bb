package io.lynceus.settings;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Refuses values of a YAML file that mean something else than they seem to, because this cannot be seen after reading. */
final class PlainScalars {
    /** YAML reads 003 as the number 3. */
    private static final Pattern LEADING_ZERO = Pattern.compile("[-+]?0[0-9]+");
    /** Infinity and NaN, which no setting allows. */
    private static final Pattern NOT_FINITE = Pattern.compile("[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");
    /** A variable as shells write it; those of Kafka's configuration providers have a colon. */
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{[A-Za-z_][A-Za-z0-9_]*(:-[^}]*)?}");

    /** A key and the variable that it is set to, in a text that is not YAML because of the variable's braces. */
    private static final Pattern SET_TO_VARIABLE =
            Pattern.compile("([\\w.-]+)['\"]?\\s*:\\s*['\"]?(" + VARIABLE.pattern() + ")");
    /** A number in YAML's form; its size is looked at. */
    private static final Pattern NUMBER = Pattern.compile("[-+]?[0-9][0-9]*\\.?[0-9]*[eE][-+]?[0-9]+");

    /** Limits the nesting, because an alias within its own anchor has no end. */
    private static final int DEEPEST = 32;

    private PlainScalars() {}

    /**
     * Checks a text.
     *
     * @throws SettingsException naming key and value
     */
    static void check(String yaml) {
        Optional<Node> root = new Compose(LoadSettings.builder().build()).composeString(yaml);
        root.ifPresent(node -> check("", node, 0));
    }

    private static void check(String path, Node node, int depth) {
        if (depth > DEEPEST) {
            throw new SettingsException("key '" + path.substring(0, Math.min(path.length(), 40))
                    + "' holds itself or more than " + DEEPEST + " levels; write the values out");
        }
        if (node instanceof MappingNode map) {
            for (NodeTuple entry : map.getValue()) {
                String key = entry.getKeyNode() instanceof ScalarNode name ? name.getValue() : "?";
                check(path.isEmpty() ? key : path + "." + key, entry.getValueNode(), depth + 1);
            }
        } else if (node instanceof SequenceNode list) {
            for (int i = 0; i < list.getValue().size(); i++) {
                check(path + "[" + i + "]", list.getValue().get(i), depth + 1);
            }
        } else if (node instanceof ScalarNode scalar) {
            check(path, scalar.getValue(), scalar.getScalarStyle() == ScalarStyle.PLAIN);
        }
    }

    private static void check(String path, String value, boolean plain) {
        if (plain && LEADING_ZERO.matcher(value).matches()) {
            throw new SettingsException("key '" + path + "' is " + value + ", which YAML reads as the number "
                    + value.replaceFirst("^([-+]?)0+(?=[0-9])", "$1") + "; write it in quotes: '" + value + "'");
        }
        boolean tooLarge = NUMBER.matcher(value).matches() && Double.isInfinite(Double.parseDouble(value));
        if (plain && (tooLarge || NOT_FINITE.matcher(value).matches())) {
            throw new SettingsException("key '" + path + "' is " + value + ", allowed are finite numbers");
        }
        if (VARIABLE.matcher(value).find()) {
            throw variable(path, value);
        }
    }

    private static SettingsException variable(String path, String value) {
        return new SettingsException("key '" + path + "' is " + value + ": variables are not expanded in files; write"
                + " the value itself, or set the LYNCEUS_ variable of the setting");
    }

    /** Returns why a text that is not YAML is none, if a variable is the cause: braces within braces are another map. */
    static Optional<SettingsException> variableIn(String yaml) {
        Matcher set = SET_TO_VARIABLE.matcher(yaml);
        return set.find() ? Optional.of(variable(set.group(1), set.group(2))) : Optional.empty();
    }
}
