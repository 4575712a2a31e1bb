package io.lynceus.health;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Decides which sensors take part in a set. */
public final class Gate {
    private Gate() {}

    /**
     * Returns which of a set's sensors go into the network.
     *
     * @param sensors those with a frame that could be decoded; may be none
     */
    public static Admission admit(List<String> sensors, Function<String, SensorState> state) {
        List<String> admitted =
                sensors.stream().filter(sensor -> admits(state.apply(sensor))).toList();
        if (!admitted.isEmpty()) {
            return new Admission.Admitted(admitted);
        }
        return new Admission.AllRefused(
                sensors.isEmpty()
                        ? "no frame of the set could be decoded"
                        : sensors.stream()
                                .map(s -> s + " is " + state.apply(s).name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", ")));
    }

    /** Returns true if a frame of a sensor in that state goes into the network. */
    static boolean admits(SensorState state) {
        return switch (state) {
            case OK, DEGRADED -> true;
            case FAILED, SILENT, RECOVERING -> false;
        };
    }
}
