package io.lynceus.evaluate;

import io.lynceus.data.Sample;
import java.util.List;

/** Predicts masks for samples, from the frames they have. */
public interface Predictor {
    /** Returns uint8 [H*W] class ids for each sample, in order; all samples have one size. */
    List<byte[]> masks(List<Sample> samples);
}
