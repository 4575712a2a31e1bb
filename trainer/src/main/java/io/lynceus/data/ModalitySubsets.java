package io.lynceus.data;

import java.util.random.RandomGenerator;

/**
 * Leaves out frames while training, so that the network learns to do without (modality dropout): with probability
 * {@code full} all frames stay, otherwise a non-empty subset is drawn.
 *
 * @param full probability that nothing is left out, in [0, 1]; 1 switches this off
 * @param draw how often each subset is drawn
 */
public record ModalitySubsets(double full, SubsetDraw draw) {
    public ModalitySubsets {
        if (!(full >= 0 && full <= 1)) {
            throw new IllegalArgumentException("modalitySubsets.full is " + full + ", allowed is 0 to 1");
        }
    }

    Sample apply(Sample sample, RandomGenerator random) {
        if (random.nextDouble() < full || sample.frames().size() < 2) {
            return sample;
        }
        int present = 0;
        for (Sample.Frame frame : sample.frames()) {
            present |= 1 << frame.modality();
        }
        int kept = draw.draw(present, SubsetDraw.Allowed.ANY, random.nextDouble());
        return sample.withFrames(sample.frames().stream()
                .filter(frame -> (kept >> frame.modality() & 1) == 1)
                .toList());
    }
}
