package io.lynceus.bench;

import io.lynceus.segment.Segmenter;
import io.lynceus.segment.SetInput;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What a set costs in a call of several, against calls of one set each.
 *
 * @param sets in the call
 * @param perSet milliseconds of the call for each of its sets, median of the rounds
 * @param ratio the call's time over that of as many calls of one set, median of the rounds
 */
public record BatchCost(int sets, double perSet, double ratio) {
    /**
     * Measures calls of these sizes. In each round, a call of several sets and as many calls of one set take turns.
     *
     * @param set rasters of all sensors, which every set of a call has
     */
    public static List<BatchCost> of(
            Segmenter segmenter, List<SetInput.InputFrame> set, List<Integer> sizes, int rounds) {
        List<BatchCost> costs = new ArrayList<>();
        double[][] together = new double[sizes.size()][rounds];
        double[][] apart = new double[sizes.size()][rounds];
        for (int round = -1; round < rounds; round++) {
            for (int i = 0; i < sizes.size(); i++) {
                int sets = sizes.get(i);
                boolean togetherFirst = round % 2 == 0;
                double early = togetherFirst ? millis(segmenter, set, sets, 1) : millis(segmenter, set, 1, sets);
                double late = togetherFirst ? millis(segmenter, set, 1, sets) : millis(segmenter, set, sets, 1);
                if (round >= 0) { // the first round is a warm-up
                    together[i][round] = togetherFirst ? early : late;
                    apart[i][round] = togetherFirst ? late : early;
                }
            }
        }
        for (int i = 0; i < sizes.size(); i++) {
            costs.add(new BatchCost(
                    sizes.get(i), Median.of(together[i]) / sizes.get(i), new Rounds(together[i], apart[i]).ratio()));
        }
        return costs;
    }

    /** Returns the milliseconds of so many calls of so many sets. */
    private static double millis(Segmenter segmenter, List<SetInput.InputFrame> set, int sets, int calls) {
        List<SetInput> call = Collections.nCopies(sets, new SetInput(set));
        long start = System.nanoTime();
        for (int i = 0; i < calls; i++) {
            segmenter.segment(call);
        }
        return (System.nanoTime() - start) / 1e6;
    }
}
