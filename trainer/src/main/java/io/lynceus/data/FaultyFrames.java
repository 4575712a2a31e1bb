package io.lynceus.data;

import io.lynceus.score.gate.SensorFault;
import io.lynceus.wire.Modality;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Puts faults into frames while training. A frame's quality, which the quality head learns, is 1 without a fault and what {@link
 * SensorFault#quality} says with it. It is taken from the fault and not from the loss with and without the frame: the fault is known
 * exactly for every frame and costs no further pass, whereas the loss of one frame of a set is mostly noise.
 *
 * @param modalities of the source
 */
record FaultyFrames(FaultConfig config, List<Modality> modalities) {
    FaultyFrames {
        modalities = List.copyOf(modalities);
        for (Modality modality : modalities) {
            config.of(modality).keySet().forEach(fault -> fault.check(modality));
        }
        for (String named : config.probabilities().keySet()) {
            if (!modalities.contains(new Modality(named))) {
                throw new IllegalArgumentException("faults.probabilities names '" + named + "', the samples have "
                        + modalities.stream().map(Modality::name).toList());
            }
        }
    }

    Sample apply(Sample sample, SplittableRandom random) {
        if (config.none()) {
            return sample;
        }
        List<Sample.Frame> frames = new ArrayList<>();
        for (Sample.Frame frame : sample.frames()) {
            Modality modality = modalities.get(frame.modality());
            boolean bad = random.nextDouble() < config.probability(modality);
            frames.add(bad ? faulty(sample, frame, modality, random) : frame);
        }
        return sample.withFrames(frames);
    }

    private Sample.Frame faulty(Sample sample, Sample.Frame frame, Modality modality, SplittableRandom random) {
        Map<SensorFault, Double> kinds = config.of(modality);
        if (kinds.isEmpty()) {
            return frame;
        }
        SensorFault kind = drawn(kinds, random.nextDouble());
        boolean full = kind.total() || random.nextDouble() < config.extreme();
        double strength = full ? 1 : random.nextDouble();
        return sample.faulty(frame, kind, modality, strength, random.split());
    }

    /** Returns the kind at that place, in [0, 1), of kinds laid one after the other as long as their weights. */
    private static SensorFault drawn(Map<SensorFault, Double> kinds, double place) {
        double left =
                place * kinds.values().stream().mapToDouble(weight -> weight).sum();
        SensorFault last = kinds.keySet().iterator().next();
        for (Map.Entry<SensorFault, Double> kind : kinds.entrySet()) {
            last = kind.getKey();
            left -= kind.getValue();
            if (left < 0) {
                break;
            }
        }
        return last;
    }
}
