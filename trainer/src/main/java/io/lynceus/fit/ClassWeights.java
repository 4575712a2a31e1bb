package io.lynceus.fit;

import io.lynceus.data.SampleSource;
import io.lynceus.nn.torch.Tensors;
import org.bytedeco.pytorch.Tensor;

/** Weights of classes by how rare they are. */
public final class ClassWeights {
    private static final long COUNTED = 256;
    private static final int LABELS = 256;

    private ClassWeights() {}

    /**
     * A weight for every value of a label: p^-balance for a class that has the share p of the labelled pixels of
     * {@value #COUNTED} samples, such that their mean over those pixels is 1. A class that is not among them weighs as much as
     * the rarest one; 'ignore' weighs 0.
     */
    public static float[] of(SampleSource source, int classes, double balance) {
        long[] pixels = new long[LABELS];
        for (long i : source.spread(COUNTED)) {
            for (byte label : source.sample(i).label().classIds()) {
                pixels[label & 0xff]++;
            }
        }
        return of(pixels, classes, balance);
    }

    static float[] of(long[] pixels, int classes, double balance) {
        long all = 0;
        long rarest = Long.MAX_VALUE;
        for (int c = 0; c < classes; c++) {
            all += pixels[c];
            rarest = pixels[c] > 0 ? Math.min(rarest, pixels[c]) : rarest;
        }
        double[] weights = new double[classes];
        double mean = 0;
        for (int c = 0; c < classes && all > 0; c++) {
            double share = (double) Math.max(rarest, pixels[c]) / all;
            weights[c] = Math.pow(share, -balance);
            mean += weights[c] * pixels[c] / all;
        }
        float[] table = new float[LABELS];
        for (int c = 0; c < classes; c++) {
            table[c] = (float) (all == 0 ? 1 : weights[c] / mean);
        }
        return table;
    }

    /** As the loss takes them: float32 [256]. */
    static Tensor tensor(float[] table) {
        return Tensors.of(table, LABELS);
    }
}
