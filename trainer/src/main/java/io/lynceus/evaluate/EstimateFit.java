package io.lynceus.evaluate;

import io.lynceus.data.Sample;
import io.lynceus.data.SampleSource;
import io.lynceus.dataset.ScoreRules;
import io.lynceus.metric.ConfusionMatrix;
import io.lynceus.metric.MaskComparison;
import io.lynceus.metric.Scores;
import io.lynceus.process.Ending;
import io.lynceus.raster.RasterSize;
import io.lynceus.score.gate.SensorFault;
import io.lynceus.segment.Mask;
import io.lynceus.segment.MiouEstimate;
import io.lynceus.segment.MiouEstimate.Conditions;
import io.lynceus.segment.Segmenter;
import io.lynceus.wire.Modality;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.function.ToDoubleFunction;
import org.bytedeco.javacpp.indexer.DoubleIndexer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Fits a model's {@link MiouEstimate} to its masks: of every subset of the modalities, and of the complete set with one faulty frame,
 * each fault at two strengths. Frames that the health gate refuses are left out, as the node does. Every second sample is kept back
 * to check the estimate.
 *
 * @param source samples
 * @param rules by which masks are judged
 * @param samples at most, spread over the source; 12 or more
 * @param size that the model takes
 * @param seed of the faults
 */
public record EstimateFit(SampleSource source, ScoreRules rules, long samples, RasterSize size, long seed) {
    private static final List<Double> STRENGTHS = List.of(0.5, 1.0);
    /** Masks of one kind are fitted in so many groups, from the least to the most confident. */
    private static final int GROUPS = 3;

    private static final int BINS = 10;
    /** Half of them are kept back. */
    public static final int LEAST_SAMPLES = 12;

    public EstimateFit {
        if (samples < LEAST_SAMPLES) {
            throw new IllegalArgumentException("an estimate is fitted to " + LEAST_SAMPLES + " samples or more, not to "
                    + samples + "; half of them check it");
        }
    }

    /**
     * An estimate, and how far it is from the truth on samples that it was not fitted to: masks are sorted by what is expected of
     * them and put into ten bins of equal size; an error is the mean distance between what a bin's masks were expected to have, and
     * the mIoU that they have together.
     *
     * @param estimate fitted
     * @param error of the estimate
     * @param tableError of the card's table, which knows only which modalities took part
     * @param masks that were compared
     */
    public record Result(MiouEstimate estimate, double error, double tableError, long masks) {}

    /** One mask: what was known when it was made, what the table says of its modalities, and how it compares with the label. */
    private record Observation(Conditions conditions, double table, ConfusionMatrix matrix) {}

    /** Fits the estimate of a model whose card has a table; {@code progress} takes the number of samples done. */
    public Result fit(Segmenter segmenter, LongConsumer progress) {
        Map<String, List<Observation>> fitted = new LinkedHashMap<>();
        List<Observation> kept = new ArrayList<>();
        AdmittedFrames gate = new AdmittedFrames(source);
        long done = 0;
        for (long i : source.spread(samples)) {
            Ending.throwIfAsked();
            boolean checks = done % 2 == 1;
            cases(source.sample(i, size)).forEach((name, sample) -> {
                Sample admitted = gate.of(sample);
                if (!admitted.frames().isEmpty()) {
                    Observation one = observed(segmenter, admitted);
                    (checks ? kept : fitted.computeIfAbsent(name, key -> new ArrayList<>())).add(one);
                }
            });
            progress.accept(++done);
        }
        MiouEstimate estimate = leastSquares(groups(fitted));
        return new Result(
                estimate,
                error(kept, one -> estimate.of(one.conditions).orElse(Double.NaN)),
                error(kept, Observation::table),
                kept.size());
    }

    /** Returns a sample's subsets, and its complete set with faults, by name. */
    private Map<String, Sample> cases(Sample whole) {
        Map<String, Sample> cases = new LinkedHashMap<>();
        for (int subset = 1; subset < 1 << source.modalities().size(); subset++) {
            int present = subset;
            cases.put(
                    "subset " + subset,
                    whole.withFrames(whole.frames().stream()
                            .filter(frame -> (present >> frame.modality() & 1) == 1)
                            .toList()));
        }
        for (Modality sensor : source.modalities()) {
            for (SensorFault fault : SensorFault.of(sensor)) {
                for (double strength : fault.total() ? List.of(1.0) : STRENGTHS) {
                    cases.put(
                            sensor.name() + " " + fault.key() + " " + strength, faulty(whole, sensor, fault, strength));
                }
            }
        }
        return cases;
    }

    private Sample faulty(Sample whole, Modality sensor, SensorFault fault, double strength) {
        int index = source.modalities().indexOf(sensor);
        return whole.withFrames(whole.frames().stream()
                .map(frame -> frame.modality() == index
                        ? whole.faulty(frame, fault, sensor, strength, SensorFault.dice(seed, whole.id()))
                        : frame)
                .toList());
    }

    private Observation observed(Segmenter segmenter, Sample sample) {
        Mask mask = segmenter.segment(List.of(ModelPredictor.input(sample))).get(0);
        List<Modality> used = sample.frames().stream()
                .map(frame -> source.modalities().get(frame.modality()))
                .toList();
        return new Observation(
                segmenter.card().conditions(used, mask),
                segmenter.card().expectedMiou(used).orElse(Double.NaN),
                MaskComparison.compare(
                        rules,
                        sample.label(),
                        mask.classes(),
                        size.width(),
                        size.height(),
                        source.classes().size()));
    }

    private static List<List<Observation>> groups(Map<String, List<Observation>> observations) {
        List<List<Observation>> groups = new ArrayList<>();
        observations.values().forEach(kind -> {
            List<Observation> sorted = kind.stream()
                    .sorted(Comparator.comparingDouble(one -> one.conditions.confidence()))
                    .toList();
            groups.addAll(parts(sorted, GROUPS));
        });
        return groups;
    }

    /** Fits {@code [1, table, confidence] * factors = mIoU} over groups of masks. */
    private MiouEstimate leastSquares(List<List<Observation>> groups) {
        try (Mat known = new Mat(groups.size(), 3, opencv_core.CV_64F);
                Mat miou = new Mat(groups.size(), 1, opencv_core.CV_64F);
                Mat factors = new Mat(3, 1, opencv_core.CV_64F);
                DoubleIndexer left = known.createIndexer();
                DoubleIndexer right = miou.createIndexer()) {
            for (int row = 0; row < groups.size(); row++) {
                List<Observation> group = groups.get(row);
                left.put(row, 0, 1);
                left.put(row, 1, mean(group, one -> one.conditions.table()));
                left.put(row, 2, mean(group, one -> one.conditions.confidence()));
                right.put(row, 0, miou(group));
            }
            if (!opencv_core.solve(known, miou, factors, opencv_core.DECOMP_SVD)) {
                throw new IllegalStateException("no factors fit the " + groups.size() + " groups of masks");
            }
            try (DoubleIndexer found = factors.createIndexer()) {
                return new MiouEstimate(found.get(0, 0), found.get(1, 0), found.get(2, 0));
            }
        }
    }

    private double error(List<Observation> observations, ToDoubleFunction<Observation> expected) {
        List<Observation> sorted = observations.stream()
                .sorted(Comparator.comparingDouble(expected))
                .toList();
        List<List<Observation>> bins = parts(sorted, BINS);
        return bins.stream()
                .mapToDouble(bin -> Math.abs(mean(bin, expected) - miou(bin)))
                .average()
                .orElse(Double.NaN);
    }

    /** Cuts a list into parts of nearly equal size, none of which is empty. */
    private static <T> List<List<T>> parts(List<T> all, int count) {
        List<List<T>> parts = new ArrayList<>();
        for (int part = 0; part < count; part++) {
            List<T> some = all.subList(part * all.size() / count, (part + 1) * all.size() / count);
            if (!some.isEmpty()) {
                parts.add(some);
            }
        }
        return parts;
    }

    private static double mean(List<Observation> some, ToDoubleFunction<Observation> of) {
        return some.stream().mapToDouble(of).average().orElse(Double.NaN);
    }

    private double miou(List<Observation> some) {
        ConfusionMatrix all = new ConfusionMatrix(source.classes().size());
        some.forEach(one -> all.add(one.matrix));
        return Scores.of(all, source.classes(), rules.absent()).miou();
    }
}
