package io.lynceus.fault;

import io.lynceus.settings.Durations;
import io.lynceus.settings.Settings;
import io.lynceus.settings.SettingsException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The text between the parentheses of a fault: {@code (2deg)}, {@code (p=0.1)}, {@code (100ms, jitter=20ms)}. A fault asks for
 * its parameters in order, and {@link #done} refuses the rest. Every refusal is an {@link IllegalArgumentException}.
 */
final class Arguments {
    private final List<String> unnamed = new ArrayList<>();
    private final Map<String, String> named = new LinkedHashMap<>();
    private final List<String> known = new ArrayList<>();

    Arguments(String text) {
        for (String argument : text.isBlank() ? new String[0] : text.split(",", -1)) {
            String[] parts = argument.trim().split("=", 2);
            if (parts.length == 1) {
                unnamed.add(parts[0]);
            } else if (named.put(parts[0].trim(), parts[1].trim()) != null) {
                throw new IllegalArgumentException("'" + parts[0].trim() + "' is given twice");
            }
        }
    }

    /** Takes the argument of that name, or the next one without a name. */
    private Optional<String> next(String name) {
        known.add(name);
        String value = named.remove(name);
        return value != null || unnamed.isEmpty() ? Optional.ofNullable(value) : Optional.of(unnamed.remove(0));
    }

    /** Takes a number within a range; its unit may be left out. */
    double number(String name, String unit, double otherwise, double least, double most) {
        Optional<String> text = next(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        String number = text.orElseThrow();
        String bare = number.endsWith(unit) ? number.substring(0, number.length() - unit.length()) : number;
        try {
            double value = Double.parseDouble(bare.trim());
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(outside(name, number, unit, least, most), e);
        }
        throw new IllegalArgumentException(outside(name, number, unit, least, most));
    }

    private static String outside(String name, String value, String unit, double least, double most) {
        return String.format(
                Locale.ROOT,
                "%s is '%s', allowed is a number from %s to %s%s",
                name,
                value,
                plain(least),
                plain(most),
                unit);
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    /** Takes a whole number within a range. */
    int count(String name, String unit, int otherwise, int least, int most) {
        double value = number(name, unit, otherwise, least, most);
        if (value != Math.rint(value)) {
            throw new IllegalArgumentException(name + " is " + value + ", allowed is a whole number");
        }
        return (int) value;
    }

    double share(String name, double otherwise) {
        return number(name, "", otherwise, 0, 1);
    }

    /** Takes numbers with slashes between them. */
    List<Double> numbers(String name, List<Double> otherwise) {
        Optional<String> text = next(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            return Arrays.stream(text.orElseThrow().split("/", -1))
                    .map(Double::valueOf)
                    .toList();
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    name + " is '" + text.orElseThrow() + "', allowed are numbers such as 0.485/0.456/0.406", e);
        }
    }

    Duration time(String name, Duration otherwise) {
        try {
            return next(name).map(Durations::parse).orElse(otherwise);
        } catch (SettingsException e) {
            throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
        }
    }

    /** Takes one of an enum's names, in lower case. */
    <E extends Enum<E>> E choice(String name, E otherwise) {
        Optional<String> text = next(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        E[] all = otherwise.getDeclaringClass().getEnumConstants();
        return Arrays.stream(all)
                .filter(one -> one.name().equalsIgnoreCase(text.orElseThrow()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name + " is '" + text.orElseThrow() + "', allowed are "
                        + Arrays.toString(all).toLowerCase(Locale.ROOT)));
    }

    boolean flag(String name, boolean otherwise) {
        String text = next(name).orElse(Boolean.toString(otherwise));
        if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException(name + " is '" + text + "', allowed are true and false");
        }
        return Boolean.parseBoolean(text);
    }

    /** Refuses arguments that were not taken. */
    void done() {
        if (!named.isEmpty()) {
            String name = named.keySet().iterator().next();
            throw new IllegalArgumentException("it has no parameter '" + name + "'"
                    + (known.isEmpty() ? "" : "; did you mean '" + Settings.nearest(name, known) + "'?"));
        }
        if (!unnamed.isEmpty()) {
            throw new IllegalArgumentException("'" + unnamed.get(0) + "' is one too many; its parameters are " + known);
        }
    }
}
