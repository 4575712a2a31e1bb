package io.lynceus.fit;

import io.lynceus.data.SubsetDraw;
import io.lynceus.network.NetworkSettings;
import java.util.List;
import java.util.Map;

/**
 * Fuses every sample of a step three times from one encoding: all sensors, some, and one alone. For networks that fuse behind their
 * encoder.
 *
 * @param subsets weight of the loss of the two partial fusions, each half of it; 0: there are none
 * @param distillation weight of the divergence of the partial fusions from the full one; 0: none
 * @param temperature of the divergence's softmax
 * @param draw which sensors the partial fusions have. uniform: each subset equally often; weight: as often as {@code weights} says;
 *     deficit: the more often the further a subset's mIoU in the last validation is behind that of all sensors
 * @param weights of draw weight: how often a subset is drawn, by its names joined by '+' in the network's order, such as {@code
 *     depth+lidar}, as a multiple of the subsets that are not named
 */
public record FusionConfig(
        double subsets, double distillation, double temperature, String draw, Map<String, Double> weights) {
    /** One fusion, of what the sample has. */
    public static final FusionConfig NONE = uniform(0, 0, 2);

    private enum Draw {
        UNIFORM,
        WEIGHT,
        DEFICIT
    }

    public FusionConfig {
        weights = Map.copyOf(weights);
        Allowed.require(subsets >= 0, "fusions.subsets", subsets, "0 or more");
        Allowed.require(distillation >= 0, "fusions.distillation", distillation, "0 or more");
        Allowed.require(temperature > 0, "fusions.temperature", temperature, "above 0");
        boolean weighs = NetworkSettings.choice("fusions.draw", draw, Draw.class) == Draw.WEIGHT;
        Allowed.require(
                weighs != weights.isEmpty(), "fusions.weights", weights, "some with draw: weight, none otherwise");
    }

    /** Draws every subset equally often. */
    static FusionConfig uniform(double subsets, double distillation, double temperature) {
        return new FusionConfig(subsets, distillation, temperature, "uniform", Map.of());
    }

    boolean on() {
        return subsets > 0 || distillation > 0;
    }

    /** Returns true if the draw follows the mIoU of the subsets, which must then be validated too. */
    public boolean followsValidation() {
        return on() && which() == Draw.DEFICIT;
    }

    private Draw which() {
        return NetworkSettings.choice("fusions.draw", draw, Draw.class);
    }

    /**
     * Returns how often each subset is drawn.
     *
     * @param validated mIoU of the subsets in the last validation; empty before the first
     */
    SubsetDraw drawOf(List<String> modalities, Map<String, Double> validated) {
        return switch (which()) {
            case UNIFORM -> SubsetDraw.uniform(modalities.size());
            case WEIGHT -> SubsetDraw.byWeight(modalities, weights);
            case DEFICIT -> SubsetDraw.byDeficit(modalities, validated);
        };
    }
}
