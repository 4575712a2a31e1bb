package io.lynceus.data;

import io.lynceus.score.gate.SensorFault;
import io.lynceus.settings.Settings;
import io.lynceus.wire.Modality;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Faults of sensors in training, so that a network learns which frames not to believe.
 *
 * @param probability that a frame has a fault, in [0, 1]; 0: none has
 * @param probabilities the same for single modalities, which have their own
 * @param kinds which faults there are; none: all that a modality can have
 * @param weights how often a kind is drawn, as a multiple of the kinds that are not named
 * @param extreme share of the faults that have their full strength; the others' strengths are uniform
 */
public record FaultConfig(
        double probability,
        Map<String, Double> probabilities,
        List<String> kinds,
        Map<String, Double> weights,
        double extreme) {
    public static final FaultConfig NONE = new FaultConfig(0, Map.of(), List.of(), Map.of(), 0);

    public FaultConfig {
        requireShare("probability", probability);
        probabilities.forEach((modality, share) -> requireShare("probabilities." + modality, share));
        requireShare("extreme", extreme);
        probabilities = Map.copyOf(probabilities);
        kinds = List.copyOf(kinds);
        weights = Map.copyOf(weights);
        kinds.forEach(kind -> requireKnown("kinds", kind));
        weights.forEach((kind, weight) -> {
            requireKnown("weights", kind);
            if (!(weight >= 0 && weight < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        "faults.weights." + kind + " is " + weight + ", allowed is 0 or more");
            }
        });
    }

    /** Faults of these kinds in that share of the frames. */
    static FaultConfig of(double probability, List<String> kinds) {
        return new FaultConfig(probability, Map.of(), kinds, Map.of(), 0);
    }

    private static void requireShare(String key, double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("faults." + key + " is " + share + ", allowed is 0 to 1");
        }
    }

    private static void requireKnown(String key, String kind) {
        List<String> known =
                Stream.of(SensorFault.values()).map(SensorFault::key).toList();
        if (!known.contains(kind)) {
            throw new IllegalArgumentException("faults." + key + " has '" + kind + "', known are " + known
                    + "; did you mean '" + Settings.nearest(kind, known) + "'?");
        }
    }

    /** Returns true if no frame has a fault. */
    boolean none() {
        return probability == 0 && probabilities.values().stream().allMatch(share -> share == 0);
    }

    double probability(Modality modality) {
        return probabilities.getOrDefault(modality.name(), probability);
    }

    /** Returns what a modality can have of the chosen kinds, with the weight of each; kinds without weight are left out. */
    Map<SensorFault, Double> of(Modality modality) {
        Map<SensorFault, Double> drawn = new LinkedHashMap<>();
        for (SensorFault fault : SensorFault.of(modality)) {
            double weight = weights.getOrDefault(fault.key(), 1.0);
            if (weight > 0 && (kinds.isEmpty() || kinds.contains(fault.key()))) {
                drawn.put(fault, weight);
            }
        }
        return drawn;
    }
}
