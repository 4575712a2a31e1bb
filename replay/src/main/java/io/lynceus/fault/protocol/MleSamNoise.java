package io.lynceus.fault.protocol;

import io.lynceus.fault.content.ContentFault;
import io.lynceus.fault.content.PayloadKind;
import io.lynceus.fault.content.Pixels;
import java.util.EnumSet;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * The noise of MLE-SAM's test (arXiv 2412.04220): N(0, 1) times 50, or uniform from -100 to 100, added to 8-bit pixels, then
 * clipped. The paper does not say whether all channels of a pixel get the same noise, nor to which modalities it was added.
 *
 * @param perChannel true if each channel gets noise of its own; else a pixel's channels share it
 * @param clip true to clip the result to 0 to full scale; else only writing it as bytes clips it
 */
public record MleSamNoise(NoiseShape kind, boolean perChannel, boolean clip) implements ContentFault {
    /** The distribution of the noise. */
    public enum NoiseShape {
        GAUSSIAN,
        UNIFORM
    }

    private static final float SIGMA = 50 / 255f;
    private static final float HALF_WIDTH = 100 / 255f;

    @Override
    public Set<PayloadKind> payloads() {
        return EnumSet.of(PayloadKind.IMAGE);
    }

    @Override
    public Pixels onImage(Pixels image, SplittableRandom dice) {
        int shared = perChannel ? 1 : image.channels();
        float[] noise = new float[image.samples().length / shared];
        switch (kind) {
            case GAUSSIAN -> Protocols.addGaussian(noise, SIGMA * image.fullScale(), dice);
            case UNIFORM -> Protocols.addUniform(noise, HALF_WIDTH * image.fullScale(), dice);
        }
        float[] samples = image.samples();
        for (int i = 0; i < samples.length; i++) {
            float noisy = samples[i] + noise[i / shared];
            samples[i] = clip ? image.level(noisy) : noisy;
        }
        return image;
    }
}
