package io.lynceus.fit;

import io.lynceus.network.NetworkSettings;

/**
 * What turns gradients into steps.
 *
 * @param kind adamw or sgd
 * @param momentum of SGD; 0 for none
 * @param decayAll whether one-dimensional parameters (biases, norms) decay like the others
 */
public record OptimiserConfig(String kind, double momentum, boolean decayAll) {
    /** MLE-SAM's. */
    public static final OptimiserConfig RECIPE = new OptimiserConfig("adamw", 0.9, false);

    enum Kind {
        ADAMW,
        SGD
    }

    public OptimiserConfig {
        NetworkSettings.choice("kind", kind, Kind.class);
        Allowed.require(momentum >= 0 && momentum < 1, "momentum", momentum, "0 or more, below 1");
    }

    Kind which() {
        return NetworkSettings.choice("kind", kind, Kind.class);
    }
}
