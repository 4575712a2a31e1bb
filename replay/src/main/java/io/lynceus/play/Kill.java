package io.lynceus.play;

import io.lynceus.dataset.Channel;
import io.lynceus.settings.Durations;
import io.lynceus.settings.SettingsException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A sensor that is dead for a while: {@code rgb@5s..12s}, or for good: {@code rgb@5s..}.
 *
 * @param from time since playing began at which it dies
 * @param until time at which it is back; empty if never
 */
public record Kill(String sensor, Duration from, Optional<Duration> until) {
    private static final Pattern FORM = Pattern.compile("([^@]+)@(.+?)\\.\\.(.*)");

    public Kill {
        if (until.isPresent() && until.orElseThrow().compareTo(from) <= 0) {
            throw new IllegalArgumentException("sensor '" + sensor + "' would be killed from " + from.toMillis()
                    + " ms until " + until.orElseThrow().toMillis() + " ms; the end must come after the beginning");
        }
    }

    /** Reads {@code sensor@from..until}, times as {@code 500ms}, {@code 5s}, {@code 1.5min} or {@code 1h}. */
    public static Kill parse(String text) {
        Matcher form = FORM.matcher(text.trim());
        if (!form.matches()) {
            throw malformed(text, null);
        }
        String until = form.group(3);
        return new Kill(
                form.group(1),
                time(form.group(2), text),
                until.isEmpty() ? Optional.empty() : Optional.of(time(until, text)));
    }

    private static Duration time(String time, String text) {
        try {
            Duration duration = Durations.parse(time);
            if (!duration.isNegative()) {
                return duration;
            }
            throw malformed(text, null);
        } catch (SettingsException e) {
            throw malformed(text, e);
        }
    }

    private static IllegalArgumentException malformed(String text, @Nullable Exception cause) {
        return new IllegalArgumentException(
                "'" + text
                        + "' does not say which sensor dies when; write sensor@from..until, such as rgb@5s..12s or rgb@500ms..",
                cause);
    }

    /** A filter that keeps back what dead sensors would have sent; each must be one of the recording's. */
    public static FrameFilter filter(List<Kill> kills, List<Channel> channels) {
        List<String> known = channels.stream().map(Channel::sensor).toList();
        for (Kill kill : kills) {
            if (!known.contains(kill.sensor)) {
                throw new IllegalArgumentException(
                        "sensor '" + kill.sensor + "' cannot be killed: the recording has " + String.join(", ", known));
            }
        }
        List<Kill> all = List.copyOf(kills);
        return (frame, played) ->
                all.stream().anyMatch(kill -> kill.covers(frame.channel().sensor(), played))
                        ? Optional.empty()
                        : Optional.of(frame);
    }

    /** Whether it is this sensor, and dead at that time. */
    public boolean covers(String otherSensor, Duration played) {
        return sensor.equals(otherSensor)
                && played.compareTo(from) >= 0
                && until.map(end -> played.compareTo(end) < 0).orElse(true);
    }
}
