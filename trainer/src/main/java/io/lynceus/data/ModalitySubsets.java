package io.lynceus.data;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Leaves out frames while training, so that the network learns to do without (modality dropout): with probability
 * {@code full} all frames stay, otherwise a non-empty subset drawn uniformly.
 *
 * @param full probability that nothing is left out, in [0, 1]; 1 switches this off
 */
public record ModalitySubsets(double full) {
    public ModalitySubsets {
        if (!(full >= 0 && full <= 1)) {
            throw new IllegalArgumentException("modalitySubsets.full is " + full + ", allowed is 0 to 1");
        }
    }

    Sample apply(Sample sample, RandomGenerator random) {
        int n = sample.frames().size();
        if (random.nextDouble() < full || n < 2) {
            return sample;
        }
        int subset = 1 + random.nextInt((1 << n) - 1);
        List<Sample.Frame> kept = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            if ((subset >> i & 1) == 1) {
                kept.add(sample.frames().get(i));
            }
        }
        return sample.withFrames(kept);
    }
}
