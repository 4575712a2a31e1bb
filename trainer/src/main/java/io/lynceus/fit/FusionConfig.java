package io.lynceus.fit;

/**
 * Fuses every sample of a step three times from one encoding: all sensors, some, and one alone. For networks that fuse behind their
 * encoder.
 *
 * @param subsets weight of the loss of the two partial fusions, each half of it; 0: there are none
 * @param distillation weight of the divergence of the partial fusions from the full one; 0: none
 * @param temperature of the divergence's softmax
 */
public record FusionConfig(double subsets, double distillation, double temperature) {
    /** One fusion, of what the sample has. */
    public static final FusionConfig NONE = new FusionConfig(0, 0, 2);

    public FusionConfig {
        Allowed.require(subsets >= 0, "fusions.subsets", subsets, "0 or more");
        Allowed.require(distillation >= 0, "fusions.distillation", distillation, "0 or more");
        Allowed.require(temperature > 0, "fusions.temperature", temperature, "above 0");
    }

    boolean on() {
        return subsets > 0 || distillation > 0;
    }
}
