package io.lynceus.metric;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * How far a figure over scenes would move with other scenes: it is computed again for samples of the scenes, drawn with replacement. A
 * difference of two models over the same scenes is one figure, so that what is hard for both does not count (paired bootstrap).
 *
 * @param draws samples of the scenes
 * @param seed of the draws
 */
public record Bootstrap(int draws, long seed) {
    /** So many draws move the ends of an interval by less than a tenth of its length. */
    public static final Bootstrap USUAL = new Bootstrap(1000, 1);

    private static final double TAIL = 0.025;

    public Bootstrap {
        if (draws < 1) {
            throw new IllegalArgumentException("bootstrap.draws is " + draws + ", allowed is 1 or more");
        }
    }

    /**
     * A figure and the range in which 95 % of the draws lie.
     *
     * @param figure over all scenes, each once
     */
    public record Interval(double figure, double low, double high) {}

    /**
     * Returns the interval of a figure.
     *
     * @param scenes their number, at least one
     * @param figure takes how often each scene counts
     */
    public Interval interval(int scenes, ToDoubleFunction<int[]> figure) {
        if (scenes < 1) {
            throw new IllegalArgumentException("there are " + scenes + " scenes, allowed is 1 or more");
        }
        int[] times = new int[scenes];
        Arrays.fill(times, 1);
        double whole = figure.applyAsDouble(times);
        SplittableRandom random = new SplittableRandom(seed);
        double[] drawn = new double[draws];
        for (int draw = 0; draw < draws; draw++) {
            Arrays.fill(times, 0);
            for (int i = 0; i < scenes; i++) {
                times[random.nextInt(scenes)]++;
            }
            drawn[draw] = figure.applyAsDouble(times);
        }
        Arrays.sort(drawn);
        return new Interval(whole, at(drawn, TAIL), at(drawn, 1 - TAIL));
    }

    private static double at(double[] sorted, double share) {
        return sorted[(int) Math.round(share * (sorted.length - 1))];
    }
}
