package io.lynceus.fault;

import java.util.EnumSet;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * The RMM protocol.
 *
 * @param probability that an element becomes 0
 */
record RandomMissing(double probability) implements TensorFault {
    @Override
    public Set<Payload> payloads() {
        return EnumSet.of(Payload.IMAGE);
    }

    @Override
    public void onTensor(float[] tensor, float unit, SplittableRandom dice) {
        Protocols.randomlyMissing(tensor, probability, dice);
    }
}
