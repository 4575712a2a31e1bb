package io.lynceus.play;

import io.lynceus.dataset.Channel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A sensor that is dead for a while: {@code rgb@5s..12s}, or for good: {@code rgb@5s..}. */
public record Kill(String sensor, Window window) {
    /** Reads {@code sensor@from..until}, times as {@code 500ms}, {@code 5s}, {@code 1.5min} or {@code 1h}. */
    public static Kill parse(String text) {
        String[] parts = text.trim().split("@", 2);
        try {
            if (parts.length == 2 && !parts[0].isEmpty()) {
                return new Kill(parts[0], Window.parse(parts[1]));
            }
            throw new IllegalArgumentException("no sensor or no time");
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "'" + text
                            + "' does not say which sensor dies when; write sensor@from..until, such as rgb@5s..12s or"
                            + " rgb@500ms.. (" + e.getMessage() + ")",
                    e);
        }
    }

    /** Returns a filter that keeps back the frames of dead sensors; each must be a sensor of the recording. */
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
                        : Optional.of(Delivery.onTime(frame));
    }

    /** Returns true if that sensor is dead at that time. */
    public boolean covers(String otherSensor, Duration played) {
        return sensor.equals(otherSensor) && window.covers(played);
    }
}
