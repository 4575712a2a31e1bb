package io.lynceus.score;

import java.util.List;

/**
 * The robustness benchmark's means over all proper subsets of missing modalities, the empty one included. The mIoU of each subset
 * is rounded before it goes into a mean, as the benchmark does.
 *
 * @param modalities number of modalities
 * @param runs one for each subset
 */
public record Robustness(int modalities, List<Run> runs) {
    /** Probabilities that a modality is missing, for {@link #expected}. */
    public static final List<Double> PROBABILITIES = List.of(0.2, 0.1, 0.05);

    private static final double STEPS = 1e4;

    /**
     * @param missing number of missing modalities, 0 to one less than all
     * @param miou fraction
     */
    public record Run(int missing, double miou) {}

    public Robustness {
        if (runs.size() != (1 << modalities) - 1) {
            throw new IllegalArgumentException("there are " + runs.size() + " runs; with " + modalities
                    + " modalities, " + ((1 << modalities) - 1) + " are needed");
        }
    }

    /** Rounds to two decimals of a percent. */
    public static double rounded(double fraction) {
        return Math.round(fraction * STEPS) / STEPS;
    }

    public double average() {
        return runs.stream().mapToDouble(run -> rounded(run.miou)).average().orElse(Double.NaN);
    }

    /** Returns the mean if each modality is missing with that probability, independently, but never all of them. */
    public double expected(double probability) {
        double sum = 0;
        double weights = 0;
        for (Run run : runs) {
            double weight = Math.pow(probability, run.missing) * Math.pow(1 - probability, modalities - run.missing);
            sum += weight * rounded(run.miou);
            weights += weight;
        }
        return sum / weights;
    }
}
