package io.lynceus.bench;

import io.lynceus.segment.Segmenter;
import io.lynceus.segment.SetInput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Measures what a call of the network costs by how many of a set's sensors are present. */
public final class SensorCost {
    private SensorCost() {}

    /**
     * Calls the network with one sensor, two, … all of them, in turns.
     *
     * @param set rasters of all sensors
     * @return median time with 1, 2, … sensors, as a share of that with all of them
     */
    public static List<Double> of(Segmenter segmenter, List<SetInput.InputFrame> set, int rounds) {
        double[][] nanos = new double[set.size()][rounds];
        for (int round = -1; round < rounds; round++) {
            for (int k = 0; k < set.size(); k++) {
                double total = 0;
                // Modalities differ only in their experts; still, each one takes its turn.
                for (int first = 0; first < set.size(); first++) {
                    List<SetInput.InputFrame> there = new ArrayList<>();
                    for (int i = 0; i <= k; i++) {
                        there.add(set.get((first + i) % set.size()));
                    }
                    long start = System.nanoTime();
                    segmenter.segment(List.of(new SetInput(there)));
                    total += System.nanoTime() - start;
                }
                if (round >= 0) { // the first round is a warm-up
                    nanos[k][round] = total;
                }
            }
        }
        double all = Median.of(nanos[set.size() - 1]);
        return Arrays.stream(nanos).map(times -> Median.of(times) / all).toList();
    }
}
