package io.lynceus.data;

import java.util.List;
import java.util.Locale;
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
            if (Stream.of(TrainingFault.values()).noneMatch(known -> known.key().equals(kind))) {
                throw new IllegalArgumentException("faults.kinds has '" + kind + "', known are "
                        + Stream.of(TrainingFault.values())
                                .map(TrainingFault::key)
                                .toList());
            }
        }
    }

    /** What a modality can have of the chosen kinds. */
    List<TrainingFault> of(boolean photograph) {
        return Stream.of(TrainingFault.values())
                .filter(fault -> kinds.isEmpty() || kinds.contains(fault.key().toLowerCase(Locale.ROOT)))
                .filter(fault -> photograph || !fault.ofPhotographs())
                .toList();
    }
}
