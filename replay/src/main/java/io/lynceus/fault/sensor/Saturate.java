package io.lynceus.fault.sensor;

import io.lynceus.fault.content.ContentFault;
import io.lynceus.fault.content.PayloadKind;
import io.lynceus.fault.content.Pixels;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.SplittableRandom;

/** Every pixel has full scale. */
public record Saturate() implements ContentFault {
    @Override
    public Set<PayloadKind> payloads() {
        return EnumSet.of(PayloadKind.IMAGE);
    }

    @Override
    public Pixels onImage(Pixels image, SplittableRandom dice) {
        Arrays.fill(image.samples(), image.fullScale());
        return image;
    }
}
