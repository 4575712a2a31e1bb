package io.lynceus.bench;

import io.lynceus.segment.Segmenter;
import io.lynceus.segment.SetInput;
import java.util.List;
import java.util.stream.IntStream;

/** Compares sessions of one model, or of several, by the time of their calls. The sessions take turns. */
public final class SettingsBench {
    /**
     * A session that is compared.
     *
     * @param name what is different in it
     */
    public record Variant(String name, Segmenter segmenter) {}

    /**
     * Medians over the rounds; a ratio is that of the times of one round, to those of the first variant.
     *
     * @param whole milliseconds of a call with every sensor
     * @param single milliseconds of a call with one sensor, mean over the sensors
     */
    public record Row(String name, double whole, double wholeRatio, double single, double singleRatio) {}

    private SettingsBench() {}

    /**
     * Calls each session with all sensors, and with each one alone.
     *
     * @param variants all are compared with the first
     * @param set rasters of all sensors
     */
    public static List<Row> compare(List<Variant> variants, List<SetInput.InputFrame> set, int rounds) {
        double[][] whole = new double[variants.size()][rounds];
        double[][] single = new double[variants.size()][rounds];
        for (int round = -1; round < rounds; round++) {
            for (int turn = 0; turn < variants.size(); turn++) {
                // None is always behind the same other one, whose threads may still spin.
                int variant = Math.floorMod(round + turn, variants.size());
                Segmenter segmenter = variants.get(variant).segmenter();
                double all = millis(segmenter, set);
                double one = set.stream()
                        .mapToDouble(frame -> millis(segmenter, List.of(frame)))
                        .average()
                        .orElseThrow();
                if (round >= 0) { // the first round is a warm-up
                    whole[variant][round] = all;
                    single[variant][round] = one;
                }
            }
        }
        return IntStream.range(0, variants.size())
                .mapToObj(i -> new Row(
                        variants.get(i).name(),
                        Median.of(whole[i]),
                        new Rounds(whole[i], whole[0]).ratio(),
                        Median.of(single[i]),
                        new Rounds(single[i], single[0]).ratio()))
                .toList();
    }

    private static double millis(Segmenter segmenter, List<SetInput.InputFrame> frames) {
        List<SetInput> call = List.of(new SetInput(frames));
        long start = System.nanoTime();
        segmenter.segment(call);
        return (System.nanoTime() - start) / 1e6;
    }
}
