package io.lynceus.fault;

import io.lynceus.wire.Modality;
import java.util.EnumSet;
import java.util.Set;
import java.util.SplittableRandom;

/** The NM protocol on 8-bit pixels of one image; largest and smallest sample are that image's. */
record Noisy(NoiseLevel level, Modality modality) implements ContentFault {
    @Override
    public Set<Payload> payloads() {
        return EnumSet.of(Payload.IMAGE);
    }

    @Override
    public Pixels onImage(Pixels image, SplittableRandom dice) {
        Protocols.noisy(image.samples(), modality, level, image.fullScale(), dice);
        return image;
    }
}
