package io.lynceus.evaluate;

import io.lynceus.data.Sample;
import java.util.List;

/** Predicts masks for samples, from the frames they have. */
public interface Predictor {
    /** Returns uint8 [H*W] class ids for each sample, in order; all samples have one size. */
    List<byte[]> masks(List<Sample> samples);

    /**
     * What each class of each pixel scores, to be summed over windows: logits where they are known, else 1 for the class of the
     * mask.
     *
     * @return [classes, H, W]
     */
    default float[] scores(Sample sample, int classes) {
        byte[] mask = masks(List.of(sample)).get(0);
        float[] scores = new float[classes * mask.length];
        for (int i = 0; i < mask.length; i++) {
            scores[(mask[i] & 0xFF) * mask.length + i] = 1;
        }
        return scores;
    }
}
