package io.lynceus.data;

import io.lynceus.wire.Modality;
import java.util.List;
import java.util.stream.Stream;

/**
 * Faults of sensors in training, so that a network learns which frames not to believe.
 *
 * @param probability that a frame has a fault, in [0, 1]; 0: none has
 * @param kinds which faults there are, each equally often; none: all that a modality can have
 */
public record FaultConfig(double probability, List<String> kinds) {
    public static final FaultConfig NONE = new FaultConfig(0, List.of());

    public FaultConfig {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("faults.probability is " + probability + ", allowed is 0 to 1");
        }
        kinds = List.copyOf(kinds);
        for (String kind : kinds) {
            if (Stream.of(SensorFault.values()).noneMatch(known -> known.key().equals(kind))) {
                throw new IllegalArgumentException("faults.kinds has '" + kind + "', known are "
                        + Stream.of(SensorFault.values()).map(SensorFault::key).toList());
            }
        }
    }

    /** Returns what a modality can have of the chosen kinds. */
    List<SensorFault> of(Modality modality) {
        return SensorFault.of(modality).stream()
                .filter(fault -> kinds.isEmpty() || kinds.contains(fault.key()))
                .toList();
    }
}
