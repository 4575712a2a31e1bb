package io.lynceus.evaluate;

import io.lynceus.data.Sample;
import io.lynceus.data.SampleSource;
import io.lynceus.dataset.ConfusionMatrix;
import io.lynceus.raster.RasterSize;
import io.lynceus.score.Protocol;
import io.lynceus.score.Variant;
import io.lynceus.wire.Modality;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/**
 * Evaluates a predictor on the first samples of a source, whole frames resized to the network's input, masks resized back to the
 * label (nearest). A subset leaves the frames of the other modalities out, as the node does when a sensor is dead.
 */
public final class Evaluation {
    private final SampleSource source;
    private final long samples;
    private final RasterSize size;

    /** @param size that the predictor takes */
    public Evaluation(SampleSource source, long samples, RasterSize size) {
        this.source = source;
        this.samples = Math.min(samples, source.size());
        this.size = size;
    }

    /** Samples that count: as many as were asked for, or all there are. */
    public long samples() {
        return samples;
    }

    /** The confusion matrix with all modalities. */
    public ConfusionMatrix full(Predictor predictor) {
        int all = (1 << source.modalities().size()) - 1;
        return Objects.requireNonNull(
                matrices(predictor, List.of(all), done -> {}).get(all));
    }

    /**
     * A confusion matrix for every non-empty subset of the modalities, keyed by their names joined by '+'; the full set last.
     *
     * @param progress told of the samples done
     */
    public Map<String, ConfusionMatrix> subsets(Predictor predictor, LongConsumer progress) {
        int m = source.modalities().size();
        List<Integer> subsets = new ArrayList<>();
        for (int subset = 1; subset < 1 << m; subset++) {
            subsets.add(subset);
        }
        Map<String, ConfusionMatrix> named = new LinkedHashMap<>();
        matrices(predictor, subsets, progress).forEach((subset, matrix) -> named.put(key(subset), matrix));
        return named;
    }

    /**
     * A confusion matrix for every run of a robustness protocol. Faults are put into the 8-bit rasters at the network's size.
     *
     * @param seed of the faults' dice
     * @param progress told of the samples done
     */
    public Map<Variant, ConfusionMatrix> variants(
            Predictor predictor, Protocol protocol, long seed, LongConsumer progress) {
        return matrices(
                predictor,
                protocol.variants(names()),
                (sample, variant) -> Corruption.of(variant, seed).apply(sample, source.modalities()),
                progress);
    }

    /** The modalities' names, as a protocol's sensors. */
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
        for (long i = 0; i < samples; i++) {
            // One at a time: every intermediate tensor of a forward pass lives until its end.
            Sample whole = source.sample(i);
            Sample resized = Resizing.to(whole, size);
            matrices.forEach((key, matrix) -> {
                byte[] mask =
                        predictor.masks(List.of(input.apply(resized, key))).get(0);
                matrix.add(whole.label(), Resizing.mask(mask, size, new RasterSize(whole.height(), whole.width())));
            });
            progress.accept(i + 1);
        }
        return matrices;
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
