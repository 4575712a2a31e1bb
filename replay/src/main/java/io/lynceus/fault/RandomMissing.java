package io.lynceus.fault;

import java.util.EnumSet;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * The RMM protocol on 8-bit pixels.
 *
 * @param probability that a sample becomes 0
 */
record RandomMissing(double probability) implements ContentFault {
    @Override
    public Set<Payload> payloads() {
        return EnumSet.of(Payload.IMAGE);
    }

    @Override
    public Pixels onImage(Pixels image, SplittableRandom dice) {
        Protocols.randomlyMissing(image.samples(), probability, dice);
        return image;
    }
}
