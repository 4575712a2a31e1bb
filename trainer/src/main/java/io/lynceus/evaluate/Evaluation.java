package io.lynceus.evaluate;

import io.lynceus.data.Sample;
import io.lynceus.data.SampleSource;
import io.lynceus.dataset.ConfusionMatrix;
import io.lynceus.wire.Modality;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/**
 * Evaluates a predictor on the first samples of a source. A subset leaves the frames of the other modalities out, as the node
 * does when a sensor is dead.
 */
public final class Evaluation {
    private static final int BATCH = 4;

    private final SampleSource source;
    private final long samples;

    public Evaluation(SampleSource source, long samples) {
        this.source = source;
        this.samples = Math.min(samples, source.size());
    }

    /** The confusion matrix with all modalities. */
    public ConfusionMatrix full(Predictor predictor) {
        int all = (1 << source.modalities().size()) - 1;
        return matrices(predictor, List.of(all), done -> {}).get(all);
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
        subsets.forEach(subset -> matrices.put(subset, new ConfusionMatrix(source.classes().size())));
        for (long first = 0; first < samples; first += BATCH) {
            List<Sample> batch = new ArrayList<>();
            for (long i = first; i < Math.min(first + BATCH, samples); i++) {
                batch.add(source.sample(i));
            }
            for (int subset : subsets) {
                List<byte[]> masks =
                        predictor.masks(batch.stream().map(s -> only(s, subset)).toList());
                for (int i = 0; i < batch.size(); i++) {
                    matrices.get(subset).add(batch.get(i).label(), masks.get(i));
                }
            }
            progress.accept(first + batch.size());
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
