package io.lynceus.fault;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.SplittableRandom;

/** Every pixel is as bright as can be. */
record Saturate() implements ContentFault {
    @Override
    public Set<Payload> payloads() {
        return EnumSet.of(Payload.IMAGE);
    }

    @Override
    public Pixels onImage(Pixels image, SplittableRandom dice) {
        Arrays.fill(image.samples(), image.fullScale());
        return image;
    }
}
