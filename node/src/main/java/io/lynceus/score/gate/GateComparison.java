package io.lynceus.score.gate;

import io.lynceus.dataset.ClassList;
import io.lynceus.dataset.LabelRaster;
import io.lynceus.dataset.ScoreRules;
import io.lynceus.metric.ConfusionMatrix;
import io.lynceus.metric.MaskComparison;
import io.lynceus.metric.Scores;
import io.lynceus.raster.RasterSize;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Compares the health gate with an oracle: for each sensor, each fault and each strength, the mIoU of the masks with the faulty frame,
 * without it, and with what the gate decides at once, frame by frame. Faults are put into the rasters.
 *
 * <p>Thread safety: one thread.
 */
public final class GateComparison {
    private static final List<Double> STRENGTHS = List.of(0.25, 0.5, 1.0);

    private final List<FrameGate.Sensor> sensors;
    private final ClassList classes;
    private final ScoreRules rules;
    private final RasterSize size;
    private final long seed;
    private final FrameGate gate;
    private final Map<Case, Matrices> cases = new LinkedHashMap<>();
    private final Map<Integer, ConfusionMatrix> without = new LinkedHashMap<>();

    /**
     * A sensor's frame at the model's size.
     *
     * @param sensor its index
     * @param raster uint8 [H, W, 3]
     */
    public record Frame(int sensor, byte[] raster) {}

    /**
     * Frames of one moment, at most one of each sensor, and their label at its own size.
     *
     * @param id gives the faults' dice
     * @param frames by ascending sensor
     */
    public record Moment(String id, List<Frame> frames, LabelRaster label) {
        public Moment {
            frames = List.copyOf(frames);
        }
    }

    /** Segments frames of one moment. */
    public interface Masks {
        /** Returns uint8 [H, W], class ids, of one frame or more by ascending sensor. */
        byte[] of(List<Frame> frames);
    }

    private record Case(int sensor, SensorFault fault, double strength) {}

    private record Matrices(ConfusionMatrix kept, ConfusionMatrix gated) {}

    /**
     * @param rules by which masks are judged
     * @param size of the rasters and masks
     * @param seed of the faults
     */
    public GateComparison(
            List<FrameGate.Sensor> sensors, ClassList classes, ScoreRules rules, RasterSize size, long seed) {
        this.sensors = List.copyOf(sensors);
        this.classes = classes;
        this.rules = rules;
        this.size = size;
        this.seed = seed;
        this.gate = new FrameGate(sensors);
        for (int sensor = 0; sensor < sensors.size(); sensor++) {
            without.put(sensor, matrix());
            for (SensorFault fault : SensorFault.of(sensors.get(sensor).modality())) {
                for (double strength : fault.total() ? List.of(1.0) : STRENGTHS) {
                    cases.put(new Case(sensor, fault, strength), new Matrices(matrix(), matrix()));
                }
            }
        }
    }

    /** Puts every fault into every frame of a moment; a frame that is alone is no choice, and is left as it is. */
    public void add(Moment moment, Masks masks) {
        for (Frame frame : moment.frames) {
            List<Frame> others =
                    moment.frames.stream().filter(other -> other != frame).toList();
            if (!others.isEmpty()) {
                add(moment, frame, others, masks);
            }
        }
    }

    private void add(Moment moment, Frame frame, List<Frame> others, Masks masks) {
        ConfusionMatrix dropped = judged(moment, others, masks);
        Objects.requireNonNull(without.get(frame.sensor)).add(dropped);
        FrameGate.Sensor sensor = sensors.get(frame.sensor);
        cases.forEach((one, found) -> {
            if (one.sensor == frame.sensor) {
                byte[] faulty = one.fault.apply(
                        frame.raster, size, sensor.modality(), one.strength, SensorFault.dice(seed, moment.id));
                List<Frame> frames = moment.frames.stream()
                        .map(other -> other == frame ? new Frame(frame.sensor, faulty) : other)
                        .toList();
                ConfusionMatrix kept = judged(moment, frames, masks);
                found.kept.add(kept);
                found.gated.add(gate.refuses(sensor.name(), faulty, size) ? dropped : kept);
            }
        });
    }

    private ConfusionMatrix judged(Moment moment, List<Frame> frames, Masks masks) {
        return MaskComparison.compare(
                rules, moment.label, masks.of(frames), size.width(), size.height(), classes.size());
    }

    /** Returns a row for every sensor, fault and strength. */
    public List<GateRow> rows() {
        List<GateRow> rows = new ArrayList<>();
        cases.forEach((one, found) -> rows.add(new GateRow(
                sensors.get(one.sensor).name(),
                one.fault.key(),
                one.strength,
                miou(found.kept),
                miou(Objects.requireNonNull(without.get(one.sensor))),
                miou(found.gated))));
        return rows;
    }

    private ConfusionMatrix matrix() {
        return new ConfusionMatrix(classes.size());
    }

    private double miou(ConfusionMatrix matrix) {
        return Scores.of(matrix, classes, rules.absent()).miou();
    }
}
