package io.lynceus.nn.router;

import io.lynceus.nn.Block;
import io.lynceus.nn.Initialiser;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterList;

/**
 * Scores all modalities from all modalities' features at once, W e + b with e the concatenation in modality order and zeros
 * for the absent. Keys: {@code weight} [M, M·C], {@code bias} [M].
 */
record CrossModalityScorer(String name, int modalities, int channels) implements Block {
    @Override
    public void declare(ParameterList parameters) {
        int in = modalities * channels;
        parameters.add(name + ".weight", Initialiser.kaiming(in), modalities, in);
        parameters.add(name + ".bias", Initialiser.ZEROS, modalities);
    }

    /** Computes the score of each frame in each set, [B, N], from means [N, C]. */
    <V> V forward(Ops<V> ops, V means, V modality, V membership) {
        V weight = ops.reshape(ops.parameter(name + ".weight"), modalities, modalities, channels);
        V own = ops.gather(ops.permute(weight, 1, 2, 0), modality); // [N, C, M]: what each frame says to every modality
        V said = ops.reshape(ops.matmul(ops.unsqueeze(means, 1), own), -1, modalities); // [N, M]
        V scores = ops.add(ops.matmul(membership, said), ops.parameter(name + ".bias")); // [B, M]
        V slots = ops.gather(ops.constant(identity(), modalities, modalities), modality); // [N, M]
        return ops.matmul(scores, ops.permute(slots, 1, 0));
    }

    private float[] identity() {
        float[] values = new float[modalities * modalities];
        for (int i = 0; i < modalities; i++) {
            values[i * modalities + i] = 1;
        }
        return values;
    }
}
