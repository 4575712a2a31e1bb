package io.lynceus.data;

import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.ToDoubleFunction;

/**
 * How often each subset of the modalities is drawn while training. Subsets are bits, 1 for the first modality; what a sample lacks
 * cannot be drawn, and the subsets of what it has keep their shares.
 *
 * <p>Pure: the same place gives the same subset.
 */
public final class SubsetDraw {
    /** Share of a subset that is least behind, as a share of that of the subset that is most behind: none is forgotten. */
    private static final double LEAST = 0.2;

    private final double[] weights;

    private SubsetDraw(double[] weights) {
        this.weights = weights;
    }

    /** Draws every subset equally often. */
    public static SubsetDraw uniform(int modalities) {
        return by(modalities, subset -> 1);
    }

    /**
     * Draws subsets by weight.
     *
     * @param modalities their names, in the network's order
     * @param weights by names joined by '+' in that order, such as {@code depth+lidar}; 1 for subsets that are not named
     * @throws IllegalArgumentException if a name is no subset, or a weight is negative
     */
    public static SubsetDraw byWeight(List<String> modalities, Map<String, Double> weights) {
        int all = (1 << modalities.size()) - 1;
        weights.forEach((name, weight) -> {
            boolean known = false;
            for (int subset = 1; subset <= all; subset++) {
                known |= name(subset, modalities).equals(name);
            }
            if (!known || !(weight >= 0 && weight < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("the weight of '" + name + "' is " + weight
                        + "; allowed are weights of 0 or more of subsets of " + name(all, modalities)
                        + ", named in this order");
            }
        });
        return by(modalities.size(), subset -> weights.getOrDefault(name(subset, modalities), 1.0));
    }

    /**
     * Draws a subset the more often the further it is behind the whole set.
     *
     * @param modalities their names, in the network's order
     * @param miou of each subset in validation, a fraction, by names joined by '+'; a subset that is not there counts as most behind
     */
    public static SubsetDraw byDeficit(List<String> modalities, Map<String, Double> miou) {
        int all = (1 << modalities.size()) - 1;
        double whole = miou.getOrDefault(name(all, modalities), 0.0);
        double most = 0;
        for (int subset = 1; subset <= all; subset++) {
            most = Math.max(most, whole - miou.getOrDefault(name(subset, modalities), 0.0));
        }
        double farthest = most;
        return by(modalities.size(), subset -> {
            double behind = Math.max(0, whole - miou.getOrDefault(name(subset, modalities), 0.0));
            return farthest == 0 ? 1 : LEAST + (1 - LEAST) * behind / farthest;
        });
    }

    private static SubsetDraw by(int modalities, ToDoubleFunction<Integer> weight) {
        double[] weights = new double[1 << modalities];
        for (int subset = 1; subset < weights.length; subset++) {
            weights[subset] = weight.applyAsDouble(subset);
        }
        return new SubsetDraw(weights);
    }

    /** Which subsets of what is there may be drawn. */
    public enum Allowed {
        /** Any but the empty one. */
        ANY,
        /** Neither the empty one nor all; all where there is only one frame. */
        PROPER,
        SINGLE;

        private boolean of(int subset, int present) {
            return switch (this) {
                case ANY -> true;
                case PROPER -> subset != present || Integer.bitCount(present) == 1;
                case SINGLE -> Integer.bitCount(subset) == 1;
            };
        }
    }

    /** Returns the probability of each subset, at its bits, of what is there; they add up to 1. */
    public double[] probabilities(int present, Allowed allowed) {
        double[] shares = new double[weights.length];
        double sum = 0;
        int count = 0;
        for (int subset = 1; subset < shares.length; subset++) {
            if ((subset & ~present) == 0 && allowed.of(subset, present)) {
                shares[subset] = weights[subset];
                sum += weights[subset];
                count++;
            }
        }
        for (int subset = 1; subset < shares.length; subset++) {
            boolean drawn = (subset & ~present) == 0 && allowed.of(subset, present);
            // What a sample has may have no weight at all: then each is as good as the other.
            shares[subset] = sum > 0 ? shares[subset] / sum : drawn ? 1.0 / count : 0;
        }
        return shares;
    }

    /**
     * Draws a subset of what is there.
     *
     * @param present bits of the modalities that are there, at least one
     * @param place uniform in [0, 1)
     */
    public int draw(int present, Allowed allowed, double place) {
        double left = place;
        int last = present;
        double[] shares = probabilities(present, allowed);
        for (int subset = 1; subset < shares.length; subset++) {
            if (shares[subset] > 0) {
                last = subset;
                left -= shares[subset];
                if (left < 0) {
                    break;
                }
            }
        }
        return last;
    }

    private static String name(int subset, List<String> modalities) {
        StringJoiner name = new StringJoiner("+");
        for (int m = 0; m < modalities.size(); m++) {
            if ((subset >> m & 1) == 1) {
                name.add(modalities.get(m));
            }
        }
        return name.toString();
    }
}
