package io.lynceus.health;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Decides which sensors take part in a set: those that are trusted. If none is, those that were away and whose frame shows something
 * take part instead, because they are all there is: after the network, the node or the whole vehicle paused, every sensor is silent
 * or recovering, and no frame has been bad. A failed sensor never takes part.
 */
public final class Gate {
    private Gate() {}

    /**
     * Returns which of a set's sensors go into the network.
     *
     * @param sensors those with a frame that could be decoded; may be none
     * @param empty why the frames of some of them show nothing, by sensor: those are left out of this set whatever the sensor's
     *     state
     */
    public static Admission admit(
            List<String> sensors, Function<String, SensorState> state, Map<String, String> empty) {
        List<String> showing =
                sensors.stream().filter(sensor -> !empty.containsKey(sensor)).toList();
        List<String> trusted =
                showing.stream().filter(sensor -> admits(state.apply(sensor))).toList();
        if (!trusted.isEmpty()) {
            return new Admission.Admitted(trusted);
        }
        List<String> away =
                showing.stream().filter(sensor -> wasAway(state.apply(sensor))).toList();
        if (!away.isEmpty()) {
            return new Admission.Admitted(away);
        }
        return new Admission.AllRefused(
                sensors.isEmpty()
                        ? "no frame of the set could be decoded"
                        : sensors.stream()
                                .map(sensor -> refusal(sensor, state.apply(sensor), empty))
                                .collect(Collectors.joining(", ")));
    }

    private static String refusal(String sensor, SensorState state, Map<String, String> empty) {
        return state != SensorState.FAILED && empty.containsKey(sensor)
                ? sensor + "'s frame shows nothing (" + empty.get(sensor) + ")"
                : sensor + " is " + state.name().toLowerCase(Locale.ROOT);
    }

    /** Returns true if a sensor in that state is trusted. */
    static boolean admits(SensorState state) {
        return switch (state) {
            case OK, DEGRADED -> true;
            case FAILED, SILENT, RECOVERING -> false;
        };
    }

    /** Returns true if a sensor in that state is not trusted yet, though nothing says that its next frame is bad. */
    private static boolean wasAway(SensorState state) {
        return switch (state) {
            case SILENT, RECOVERING -> true;
            case OK, DEGRADED, FAILED -> false;
        };
    }
}
