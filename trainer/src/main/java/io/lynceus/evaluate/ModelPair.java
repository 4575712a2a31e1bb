package io.lynceus.evaluate;

import io.lynceus.bench.Median;
import io.lynceus.data.SampleSource;
import io.lynceus.process.Ending;
import io.lynceus.raster.RasterSize;
import io.lynceus.segment.Mask;
import io.lynceus.segment.Segmenter;
import io.lynceus.segment.SetInput;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Two model files of one network, compared on the same sets.
 *
 * @param first what the other one is compared with
 * @param second of the same image size and modalities
 */
public record ModelPair(Segmenter first, Segmenter second) {
    /**
     * How the second model differs.
     *
     * @param flips pixels that it gives another class
     * @param pixels compared
     * @param sets compared
     * @param timeRatio time of its calls over that of the first one's, median of the sets; the two take turns
     */
    public record Result(long flips, long pixels, long sets, double timeRatio) {
        /** Returns the share of the pixels that have another class. */
        public double flipShare() {
            return (double) flips / pixels;
        }
    }

    /** A set's classes, and the nanoseconds that the call took. */
    private record Answer(byte[] classes, long nanos) {}

    /**
     * Compares the models.
     *
     * @param source samples
     * @param samples at most, spread over the source
     * @param progress takes the number of samples done
     */
    public Result compare(SampleSource source, long samples, LongConsumer progress) {
        RasterSize size = new RasterSize(first.card().height(), first.card().width());
        List<Double> ratios = new ArrayList<>();
        long flips = 0;
        long pixels = 0;
        for (long i : source.spread(samples)) {
            Ending.throwIfAsked();
            SetInput set = ModelPredictor.input(source.sample(i, size));
            boolean firstBefore = ratios.size() % 2 == 0;
            Answer early = answer(firstBefore ? first : second, set);
            Answer late = answer(firstBefore ? second : first, set);
            Answer expected = firstBefore ? early : late;
            Answer seen = firstBefore ? late : early;
            ratios.add((double) seen.nanos / expected.nanos);
            for (int pixel = 0; pixel < seen.classes.length; pixel++) {
                flips += seen.classes[pixel] == expected.classes[pixel] ? 0 : 1;
            }
            pixels += seen.classes.length;
            progress.accept(ratios.size());
        }
        double ratio =
                Median.of(ratios.stream().mapToDouble(Double::doubleValue).toArray());
        return new Result(flips, pixels, ratios.size(), ratio);
    }

    private static Answer answer(Segmenter segmenter, SetInput set) {
        long start = System.nanoTime();
        Mask mask = segmenter.segment(List.of(set)).get(0);
        return new Answer(mask.classes(), System.nanoTime() - start);
    }
}
