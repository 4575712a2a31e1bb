package io.lynceus.evaluate;

import io.lynceus.data.Sample;
import io.lynceus.data.SampleSource;
import io.lynceus.data.SensorFault;
import io.lynceus.dataset.ScoreRules;
import io.lynceus.metric.ConfusionMatrix;
import io.lynceus.metric.MaskComparison;
import io.lynceus.metric.Scores;
import io.lynceus.process.Ending;
import io.lynceus.raster.RasterSize;
import io.lynceus.wire.Modality;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongConsumer;

/**
 * Compares the health gate with an oracle: for each sensor, each fault and each strength, the mIoU of the masks with the faulty frame,
 * without it, and with what the gate decides at once, frame by frame. Faults are put into the rasters.
 *
 * @param source samples
 * @param rules by which masks are judged
 * @param samples at most, spread over the source
 * @param size that the predictor takes
 * @param seed of the faults
 */
public record GateEvaluation(SampleSource source, ScoreRules rules, long samples, RasterSize size, long seed) {
    private static final List<Double> STRENGTHS = List.of(0.25, 0.5, 1.0);

    /**
     * What one fault costs.
     *
     * @param sensor that has the fault
     * @param fault its name
     * @param strength 0 to 1
     * @param kept mIoU, as a fraction, with the faulty frame in every set
     * @param dropped mIoU without the sensor
     * @param gated mIoU where the gate decides for each frame
     */
    public record Row(String sensor, String fault, double strength, double kept, double dropped, double gated) {
        /** The better of keeping and dropping the sensor throughout. */
        public double oracle() {
            return Math.max(kept, dropped);
        }
    }

    private record Case(Modality sensor, SensorFault fault, double strength) {}

    private record Matrices(ConfusionMatrix kept, ConfusionMatrix gated) {}

    /** One row for every sensor, fault and strength; {@code progress} takes the number of samples done. */
    public List<Row> rows(Predictor predictor, LongConsumer progress) {
        Map<Case, Matrices> matrices = new LinkedHashMap<>();
        Map<Modality, ConfusionMatrix> without = new LinkedHashMap<>();
        for (Modality sensor : source.modalities()) {
            without.put(sensor, matrix());
            for (SensorFault fault : SensorFault.of(sensor)) {
                for (double strength : fault.total() ? List.of(1.0) : STRENGTHS) {
                    matrices.put(new Case(sensor, fault, strength), new Matrices(matrix(), matrix()));
                }
            }
        }
        FrameGate gate = new FrameGate(source.modalities());
        long done = 0;
        for (long i : source.spread(samples)) {
            Ending.throwIfAsked();
            Sample whole = source.sample(i, size);
            for (Modality sensor : source.modalities()) {
                add(whole, sensor, predictor, gate, without, matrices);
            }
            progress.accept(++done);
        }
        List<Row> rows = new ArrayList<>();
        matrices.forEach((one, found) -> rows.add(new Row(
                one.sensor.name(),
                one.fault.key(),
                one.strength,
                miou(found.kept),
                miou(Objects.requireNonNull(without.get(one.sensor))),
                miou(found.gated))));
        return rows;
    }

    private void add(
            Sample whole,
            Modality sensor,
            Predictor predictor,
            FrameGate gate,
            Map<Modality, ConfusionMatrix> without,
            Map<Case, Matrices> matrices) {
        int index = source.modalities().indexOf(sensor);
        List<Sample.Frame> others = whole.frames().stream()
                .filter(frame -> frame.modality() != index)
                .toList();
        if (others.isEmpty() || others.size() == whole.frames().size()) {
            return; // a sensor that is alone, or absent, is no choice
        }
        ConfusionMatrix dropped = judged(whole, others, predictor);
        Objects.requireNonNull(without.get(sensor)).add(dropped);
        matrices.forEach((one, found) -> {
            if (one.sensor.equals(sensor)) {
                List<Sample.Frame> frames = new ArrayList<>(others);
                Sample.Frame faulty = whole.frames().stream()
                        .filter(frame -> frame.modality() == index)
                        .map(frame -> one.fault.apply(whole, frame, sensor, one.strength, seed))
                        .findFirst()
                        .orElseThrow();
                frames.add(Math.min(index, frames.size()), faulty);
                ConfusionMatrix kept = judged(whole, frames, predictor);
                found.kept.add(kept);
                found.gated.add(gate.refuses(whole, faulty) ? dropped : kept);
            }
        });
    }

    private ConfusionMatrix judged(Sample whole, List<Sample.Frame> frames, Predictor predictor) {
        byte[] mask = predictor.masks(List.of(whole.withFrames(frames))).get(0);
        return MaskComparison.compare(
                rules,
                whole.label(),
                mask,
                size.width(),
                size.height(),
                source.classes().size());
    }

    private ConfusionMatrix matrix() {
        return new ConfusionMatrix(source.classes().size());
    }

    private double miou(ConfusionMatrix matrix) {
        return Scores.of(matrix, source.classes(), rules.absent()).miou();
    }
}
