package io.lynceus.fit;

import io.lynceus.network.NetworkSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the loss looks at: a weighted sum of parts.
 *
 * @param parts the summands; none: online hard examples on every head, all of weight 1
 * @param stride looks at every so-many-th row and column only, from an offset drawn anew for each step; 1: at every pixel. At
 *     2 a step costs about half as much where the network is small
 * @param classBalance exponent b of the class weights: a class that has the share p of the labelled pixels weighs p^-b; 0: all
 *     weigh the same
 */
public record LossConfig(List<Part> parts, int stride, double classBalance) {
    /** MLE-SAM's: both heads alike, all pixels, no class weights. */
    public static final LossConfig RECIPE = new LossConfig(List.of(), 1, 0);

    /** What a part of the loss is. */
    public enum Kind {
        /** Cross-entropy of the hard pixels only ({@link OhemCrossEntropy}). */
        OHEM,
        /** Cross-entropy of all labelled pixels. */
        CROSS_ENTROPY,
        /** Cross-entropy where the fused prediction is right (self-teaching, Keep the Balance). */
        RIGHT_PIXELS,
        /** Cross-entropy where the fused prediction is wrong (MoBaNet). */
        HARD_PIXELS,
        /** Divergence of the modalities' class prototypes ({@link PrototypeGuidance}). */
        PROTOTYPES,
        /** The same, summed over the classes. */
        SUMMED_PROTOTYPES,
        /** The same with each channel a distribution over the classes: EQUISeg's formula to the letter. */
        CLASS_PROTOTYPES,
        /** Binary cross-entropy of the quality that the network gives each frame ({@code network: {quality: true}}). */
        QUALITY;

        boolean ofPixels() {
            return this != PROTOTYPES && this != SUMMED_PROTOTYPES && this != CLASS_PROTOTYPES && this != QUALITY;
        }
    }

    /**
     * One part.
     *
     * @param kind ohem, cross-entropy, right-pixels, hard-pixels, prototypes, summed-prototypes, class-prototypes or quality
     * @param on name of the head, or {@code fused}; of the feature for prototypes; null: on each head or feature there is
     * @param weight factor; 0, as in a file that does not give it, means 1
     */
    public record Part(String kind, @Nullable String on, double weight) {
        public Part {
            weight = weight == 0 ? 1 : weight;
            NetworkSettings.choice("kind", kind, Kind.class);
            Allowed.require(weight > 0, "weight", weight, "above 0");
        }

        Kind which() {
            return NetworkSettings.choice("kind", kind, Kind.class);
        }
    }

    public LossConfig {
        parts = parts.isEmpty() ? List.of() : List.copyOf(parts);
        Allowed.require(stride >= 1 && stride <= 16, "stride", stride, "1 to 16");
        Allowed.require(classBalance >= 0 && classBalance <= 1, "classBalance", classBalance, "0 to 1");
    }

    /** The parts, or the recipe's. */
    List<Part> summands() {
        return parts.isEmpty() ? List.of(new Part("ohem", null, 1)) : parts;
    }
}
