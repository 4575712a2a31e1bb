package io.lynceus.settings;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads and writes durations as users write them: {@code 250us}, {@code 80ms}, {@code 20s}, {@code 1.5min}, {@code 2h}. */
public final class Durations {
    private static final Pattern FORM = Pattern.compile("(-?\\d+(?:\\.\\d+)?)\\s*(ns|us|ms|s|min|h)");

    private static final long NANOS_PER_MILLI = 1_000_000;

    private Durations() {}

    /** Returns the text of a duration that is not negative; {@link #parse} reads it back without loss. */
    public static String text(Duration duration) {
        long nanos = duration.toNanos();
        return nanos % NANOS_PER_MILLI == 0 ? nanos / NANOS_PER_MILLI + "ms" : nanos + "ns";
    }

    /** Reads a duration; throws {@link SettingsException} if the text has another form, such as a missing unit. */
    public static Duration parse(String text) {
        Matcher matcher = FORM.matcher(text.trim());
        if (!matcher.matches()) {
            throw new SettingsException(
                    "duration '" + text + "': write a number and one of ns, us, ms, s, min, h, such as 80ms or 25min");
        }
        double nanosPerUnit =
                switch (matcher.group(2)) {
                    case "ns" -> 1;
                    case "us" -> 1e3;
                    case "ms" -> 1e6;
                    case "s" -> 1e9;
                    case "min" -> 60e9;
                    default -> 3600e9;
                };
        return Duration.ofNanos(Math.round(Double.parseDouble(matcher.group(1)) * nanosPerUnit));
    }
}
