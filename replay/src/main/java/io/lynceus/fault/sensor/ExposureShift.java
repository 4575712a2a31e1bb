package io.lynceus.fault.sensor;

import io.lynceus.fault.content.ContentFault;
import io.lynceus.fault.content.PayloadKind;
import io.lynceus.fault.content.Pixels;
import java.util.EnumSet;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * The camera lets in too much light or too little. DELIVER's over-exposure and under-exposure; how strong they are there is not
 * published. With a gamma of 2.2, twice the light makes a sample 2^(1 / 2.2) times as large, and samples that are too bright are
 * clipped.
 *
 * @param stops doublings of the light; halvings if negative
 */
public record ExposureShift(double stops) implements ContentFault {
    private static final double GAMMA = 2.2;

    @Override
    public Set<PayloadKind> payloads() {
        return EnumSet.of(PayloadKind.IMAGE);
    }

    @Override
    public Pixels onImage(Pixels image, SplittableRandom dice) {
        float gain = (float) StrictMath.pow(2, stops / GAMMA);
        float[] samples = image.samples();
        for (int i = 0; i < samples.length; i++) {
            samples[i] = image.level(samples[i] * gain);
        }
        return image;
    }
}
