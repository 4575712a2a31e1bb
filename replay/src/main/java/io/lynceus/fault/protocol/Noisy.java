package io.lynceus.fault.protocol;

import io.lynceus.fault.content.PayloadKind;
import io.lynceus.wire.Modality;
import java.util.EnumSet;
import java.util.Set;
import java.util.SplittableRandom;

/** The NM protocol on one image; the largest and smallest elements are those of that image. */
public record Noisy(NoiseLevel level, Modality modality) implements TensorFault {
    @Override
    public Set<PayloadKind> payloads() {
        return EnumSet.of(PayloadKind.IMAGE);
    }

    @Override
    public void onTensor(float[] tensor, float unit, SplittableRandom dice) {
        Protocols.noisy(tensor, modality, level, unit, dice);
    }
}
