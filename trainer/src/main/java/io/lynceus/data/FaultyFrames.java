package io.lynceus.data;

import io.lynceus.wire.Modality;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Puts faults into frames while training. A frame's quality, which the quality head learns, is 1 without a fault and one less the
 * fault's strength with it. The strength is taken and not the loss with and without the frame: it is known exactly for every
 * frame and costs no further pass, whereas the loss of one frame of a set is mostly noise.
 *
 * @param modalities of the source
 */
record FaultyFrames(FaultConfig config, List<Modality> modalities) {
    FaultyFrames {
        modalities = List.copyOf(modalities);
        for (Modality modality : modalities) {
            config.of(modality).forEach(fault -> fault.check(modality));
        }
    }

    Sample apply(Sample sample, SplittableRandom random) {
        if (config.probability() == 0) {
            return sample;
        }
        List<Sample.Frame> frames = new ArrayList<>();
        for (Sample.Frame frame : sample.frames()) {
            frames.add(random.nextDouble() < config.probability() ? faulty(sample, frame, random) : frame);
        }
        return sample.withFrames(frames);
    }

    private Sample.Frame faulty(Sample sample, Sample.Frame frame, SplittableRandom random) {
        Modality modality = modalities.get(frame.modality());
        List<SensorFault> kinds = config.of(modality);
        if (kinds.isEmpty()) {
            return frame;
        }
        SensorFault kind = kinds.get(random.nextInt(kinds.size()));
        double strength = kind.total() ? 1 : random.nextDouble();
        return kind.apply(sample, frame, modality, strength, random.split());
    }
}
