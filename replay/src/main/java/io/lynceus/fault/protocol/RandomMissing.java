package io.lynceus.fault.protocol;

import io.lynceus.fault.content.PayloadKind;
import java.util.EnumSet;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * The RMM protocol.
 *
 * @param probability that an element becomes 0
 */
public record RandomMissing(double probability) implements TensorFault {
    @Override
    public Set<PayloadKind> payloads() {
        return EnumSet.of(PayloadKind.IMAGE);
    }

    @Override
    public void onTensor(float[] tensor, float unit, SplittableRandom dice) {
        Protocols.randomlyMissing(tensor, probability, dice);
    }
}
