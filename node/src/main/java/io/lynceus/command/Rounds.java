package io.lynceus.command;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Two that take turns on the same work: whatever else the machine does, it does to both.
 *
 * @param rates of the one that is judged, in each round
 * @param bare rates of the least that there could be
 */
record Rounds(double[] rates, double[] bare) {
    double[] ratios() {
        return IntStream.range(0, rates.length)
                .mapToDouble(i -> rates[i] / bare[i])
                .toArray();
    }

    /** Median of the rounds' own ratios: what slows one round slows both of it. */
    double ratio() {
        return median(ratios());
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
