package io.lynceus.health;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Decides which sensors take part in a set. */
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
        List<String> admitted = sensors.stream()
                .filter(sensor -> admits(state.apply(sensor)) && !empty.containsKey(sensor))
                .toList();
        if (!admitted.isEmpty()) {
            return new Admission.Admitted(admitted);
        }
        return new Admission.AllRefused(
                sensors.isEmpty()
                        ? "no frame of the set could be decoded"
                        : sensors.stream()
                                .map(sensor -> refusal(sensor, state.apply(sensor), empty))
                                .collect(Collectors.joining(", ")));
    }

    private static String refusal(String sensor, SensorState state, Map<String, String> empty) {
        return admits(state) && empty.containsKey(sensor)
                ? sensor + "'s frame shows nothing (" + empty.get(sensor) + ")"
                : sensor + " is " + state.name().toLowerCase(Locale.ROOT);
    }

    /** Returns true if a frame of a sensor in that state goes into the network. */
    static boolean admits(SensorState state) {
        return switch (state) {
            case OK, DEGRADED -> true;
            case FAILED, SILENT, RECOVERING -> false;
        };
    }
}
