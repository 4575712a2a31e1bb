package io.lynceus.fault;

import io.lynceus.wire.Modality;
import java.util.EnumSet;
import java.util.Set;
import java.util.SplittableRandom;

/** The NM protocol on one image; largest and smallest element are that image's. */
record Noisy(NoiseLevel level, Modality modality) implements TensorFault {
    @Override
    public Set<Payload> payloads() {
        return EnumSet.of(Payload.IMAGE);
    }

    @Override
    public void onTensor(float[] tensor, float unit, SplittableRandom dice) {
        Protocols.noisy(tensor, modality, level, unit, dice);
    }
}
