package io.lynceus.evaluate;

import io.lynceus.data.Sample;
import io.lynceus.data.SampleSource;
import io.lynceus.dataset.ScoreRules;
import io.lynceus.process.Ending;
import io.lynceus.raster.RasterSize;
import io.lynceus.score.gate.GateComparison;
import io.lynceus.score.gate.GateRow;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Compares the health gate with an oracle on samples of a source, as {@link GateComparison} says.
 *
 * @param source samples
 * @param rules by which masks are judged
 * @param samples at most, spread over the source
 * @param size that the predictor takes
 * @param seed of the faults
 */
public record GateEvaluation(SampleSource source, ScoreRules rules, long samples, RasterSize size, long seed) {
    /** Returns one row for every sensor, fault and strength; {@code progress} takes the number of samples done. */
    public List<GateRow> rows(Predictor predictor, LongConsumer progress) {
        GateComparison comparison =
                new GateComparison(AdmittedFrames.sensors(source), source.classes(), rules, size, seed);
        long done = 0;
        for (long i : source.spread(samples)) {
            Ending.throwIfAsked();
            Sample whole = source.sample(i, size);
            List<GateComparison.Frame> frames = whole.frames().stream()
                    .map(frame -> new GateComparison.Frame(frame.modality(), frame.raster()))
                    .toList();
            comparison.add(new GateComparison.Moment(whole.id(), frames, whole.label()), some -> predictor
                    .masks(List.of(whole.withFrames(some.stream()
                            .map(frame -> new Sample.Frame(frame.sensor(), frame.raster()))
                            .toList())))
                    .get(0));
            progress.accept(++done);
        }
        return comparison.rows();
    }
}
