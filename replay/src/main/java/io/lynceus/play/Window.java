package io.lynceus.play;

import io.lynceus.settings.Durations;
import io.lynceus.settings.SettingsException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A time span of a fault: {@code 5s..12s}, or without end: {@code 5s..}.
 *
 * @param from time since playing began at which it begins
 * @param until time at which it is over; empty if never
 */
public record Window(Duration from, Optional<Duration> until) {
    /** The whole recording. */
    public static final Window ALWAYS = new Window(Duration.ZERO, Optional.empty());

    private static final Pattern FORM = Pattern.compile("(.+?)\\.\\.(.*)");

    public Window {
        if (from.isNegative()) {
            throw new IllegalArgumentException("the beginning is " + from.toMillis() + " ms, allowed is 0 or more");
        }
        if (until.isPresent() && until.orElseThrow().compareTo(from) <= 0) {
            throw new IllegalArgumentException("from " + from.toMillis() + " ms until "
                    + until.orElseThrow().toMillis() + " ms: the end must come after the beginning");
        }
    }

    /** Reads {@code from..until}, times as {@code 500ms}, {@code 5s}, {@code 1.5min} or {@code 1h}. */
    public static Window parse(String text) {
        Matcher form = FORM.matcher(text.trim());
        if (!form.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not a time span; write from..until or from..");
        }
        try {
            String until = form.group(2);
            return new Window(
                    Durations.parse(form.group(1)),
                    until.isEmpty() ? Optional.empty() : Optional.of(Durations.parse(until)));
        } catch (SettingsException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** Returns true if the span contains a time since playing began. */
    public boolean covers(Duration played) {
        return played.compareTo(from) >= 0
                && until.map(end -> played.compareTo(end) < 0).orElse(true);
    }
}
