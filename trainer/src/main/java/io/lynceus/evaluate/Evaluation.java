package io.lynceus.evaluate;

import io.lynceus.data.Sample;
import io.lynceus.data.SampleSource;
import io.lynceus.dataset.ConfusionMatrix;
import io.lynceus.raster.RasterSize;
import io.lynceus.wire.Modality;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/**
 * Evaluates a predictor on the first samples of a source, whole frames resized to the network's input, masks resized back to the
 * label (nearest). A subset leaves the frames of the other modalities out, as the node does when a sensor is dead.
 */
public final class Evaluation {
    private final SampleSource source;
    private final long samples;
    private final RasterSize input;

    /** @param input size that the predictor takes */
    public Evaluation(SampleSource source, long samples, RasterSize input) {
        this.source = source;
        this.samples = Math.min(samples, source.size());
        this.input = input;
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

    private Map<Integer, ConfusionMatrix> matrices(Predictor predictor, List<Integer> subsets, LongConsumer progress) {
        Map<Integer, ConfusionMatrix> matrices = new LinkedHashMap<>();
        subsets.forEach(subset ->
                matrices.put(subset, new ConfusionMatrix(source.classes().size())));
        for (long i = 0; i < samples; i++) {
            // One at a time: every intermediate tensor of a forward pass lives until its end.
            Sample whole = source.sample(i);
            Sample resized = Resizing.to(whole, input);
            matrices.forEach((subset, matrix) -> {
                byte[] mask = predictor.masks(List.of(only(resized, subset))).get(0);
                matrix.add(whole.label(), Resizing.mask(mask, input, new RasterSize(whole.height(), whole.width())));
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
