package io.lynceus.bench;

import java.util.Arrays;

/** The median of measured values, which one slow round does not change. */
public final class Median {
    private Median() {}

    /**
     * Returns the median.
     *
     * @param values one or more, in any order
     */
    public static double of(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
