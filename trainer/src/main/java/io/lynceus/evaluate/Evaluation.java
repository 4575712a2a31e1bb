package io.lynceus.evaluate;

import io.lynceus.data.Sample;
import io.lynceus.data.SampleSource;
import io.lynceus.dataset.ScoreRules;
import io.lynceus.metric.ConfusionMatrix;
import io.lynceus.metric.MaskComparison;
import io.lynceus.metric.SceneCounts;
import io.lynceus.metric.Scores;
import io.lynceus.process.Ending;
import io.lynceus.raster.RasterSize;
import io.lynceus.score.Protocol;
import io.lynceus.score.Variant;
import io.lynceus.wire.Modality;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/**
 * Evaluates a predictor on samples of a source: whole frames as the node makes them for the network's input, masks judged by
 * {@code lynceus score}'s rules. A subset leaves the frames of the other modalities out, as the node does when a sensor is dead; a
 * sample that has no frame of a subset gets no mask and is not judged in it. Where samples are larger than the input, windows slide
 * over them and their scores are summed.
 */
public final class Evaluation {
    private final SampleSource source;
    private final ScoreRules rules;
    private final long samples;
    private final RasterSize size;

    /**
     * Prepares an evaluation.
     *
     * @param rules for the comparison and the means
     * @param samples largest number of samples, spread over the source
     * @param size that the predictor takes
     */
    public Evaluation(SampleSource source, ScoreRules rules, long samples, RasterSize size) {
        this.source = source;
        this.rules = rules;
        this.samples = samples;
        this.size = size;
    }

    /** Returns the number of samples: as many as requested, or all. */
    public long samples() {
        return Math.min(samples, source.size());
    }

    /** Returns the confusion matrix with all modalities. */
    public ConfusionMatrix full(Predictor predictor) {
        int all = (1 << source.modalities().size()) - 1;
        return Objects.requireNonNull(
                matrices(predictor, List.of(all), done -> {}).get(all));
    }

    /**
     * Returns a confusion matrix for every non-empty subset of the modalities that was judged in some sample, keyed by their names
     * joined by '+'; the full set last.
     *
     * @param progress gets the number of samples done
     */
    public Map<String, ConfusionMatrix> subsets(Predictor predictor, LongConsumer progress) {
        Map<String, ConfusionMatrix> named = new LinkedHashMap<>();
        matrices(predictor, subsets(), progress).forEach((subset, matrix) -> {
            if (!Double.isNaN(matrix.accuracy())) {
                named.put(key(subset), matrix);
            }
        });
        return named;
    }

    /** Returns the same for each sample alone, so that samples can be drawn again. */
    public SubsetScenes subsetScenes(Predictor predictor, LongConsumer progress) {
        Map<Integer, List<ConfusionMatrix>> scenes = new LinkedHashMap<>();
        subsets().forEach(subset -> scenes.put(subset, new ArrayList<>()));
        each(predictor, subsets(), Evaluation::only, progress, (subset, matrix) -> Objects.requireNonNull(
                        scenes.get(subset))
                .add(matrix));
        Map<String, SceneCounts> named = new LinkedHashMap<>();
        scenes.forEach((subset, matrices) -> {
            if (matrices.stream().anyMatch(matrix -> !Double.isNaN(matrix.accuracy()))) {
                named.put(key(subset), SceneCounts.of(matrices, source.classes().size(), rules.absent()));
            }
        });
        return new SubsetScenes(named);
    }

    private List<Integer> subsets() {
        List<Integer> subsets = new ArrayList<>();
        for (int subset = 1; subset < 1 << source.modalities().size(); subset++) {
            subsets.add(subset);
        }
        return subsets;
    }

    /**
     * Returns a confusion matrix for every run of a robustness protocol. Faults are applied to the rasters at the network's size.
     *
     * @param seed of the faults
     * @param progress gets the number of samples done
     */
    public Map<Variant, ConfusionMatrix> variants(
            Predictor predictor, Protocol protocol, FaultOf faults, long seed, LongConsumer progress) {
        return matrices(
                predictor,
                protocol.variants(names()),
                (sample, variant) -> Corruption.of(variant, faults, seed).apply(sample, source.modalities()),
                progress);
    }

    /** Returns the modalities' names, as a protocol's sensors. */
    public List<String> names() {
        return source.modalities().stream().map(Modality::name).toList();
    }

    private Map<Integer, ConfusionMatrix> matrices(Predictor predictor, List<Integer> subsets, LongConsumer progress) {
        return matrices(predictor, subsets, Evaluation::only, progress);
    }

    private <K> Map<K, ConfusionMatrix> matrices(
            Predictor predictor, List<K> keys, BiFunction<Sample, K, Sample> input, LongConsumer progress) {
        Map<K, ConfusionMatrix> matrices = new LinkedHashMap<>();
        keys.forEach(
                key -> matrices.put(key, new ConfusionMatrix(source.classes().size())));
        each(predictor, keys, input, progress, (key, matrix) -> Objects.requireNonNull(matrices.get(key))
                .add(matrix));
        return matrices;
    }

    /** Judges every sample in every way; a sample that has no frame of a subset gives a matrix without a pixel. */
    private <K> void each(
            Predictor predictor,
            List<K> keys,
            BiFunction<Sample, K, Sample> input,
            LongConsumer progress,
            BiConsumer<K, ConfusionMatrix> judged) {
        long done = 0;
        for (long i : source.spread(samples)) {
            Ending.throwIfAsked();
            // One at a time: every intermediate tensor of a forward pass lives until its end.
            Sample whole = source.sample(i, size);
            for (K key : keys) {
                Sample some = input.apply(whole, key);
                judged.accept(
                        key,
                        some.frames().isEmpty()
                                ? new ConfusionMatrix(source.classes().size())
                                : judged(some, mask(predictor, some)));
            }
            progress.accept(++done);
        }
    }

    private byte[] mask(Predictor predictor, Sample sample) {
        if (source.stride().isEmpty()) {
            return predictor.masks(List.of(sample)).get(0);
        }
        int stride = source.stride().getAsInt();
        return new SummedWindows(predictor, size, stride, source.classes().size()).mask(sample);
    }

    private ConfusionMatrix judged(Sample sample, byte[] mask) {
        return MaskComparison.compare(
                rules,
                sample.label(),
                mask,
                sample.width(),
                sample.height(),
                source.classes().size());
    }

    /** Returns the figures of a confusion matrix. */
    public Scores scores(ConfusionMatrix matrix) {
        return Scores.of(matrix, source.classes(), rules.absent());
    }

    private static Sample only(Sample sample, int subset) {
        return sample.withFrames(sample.frames().stream()
                .filter(frame -> (subset >> frame.modality() & 1) == 1)
                .toList());
    }

    private String key(int subset) {
        return source.modalities().stream()
                .filter(m -> (subset >> source.modalities().indexOf(m) & 1) == 1)
                .map(Modality::name)
                .collect(Collectors.joining("+"));
    }
}
