package io.lynceus.nn.block;

import io.lynceus.nn.Block;
import io.lynceus.nn.Initialiser;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterList;
import java.util.Arrays;

/**
 * Layer normalisation with one factor and one offset for each modality. Keys: {@code weight} [modalities, width],
 * {@code bias} [modalities, width].
 */
public record ModalityNorm(String name, int modalities, int width, double epsilon) implements Block {
    @Override
    public void declare(ParameterList parameters) {
        parameters.add(name + ".weight", Initialiser.ONES, modalities, width);
        parameters.add(name + ".bias", Initialiser.ZEROS, modalities, width);
    }

    /**
     * Normalises over the last axis.
     *
     * @param x [N, tokens, width]
     * @param modality int64 [N]
     */
    public <V> V forward(Ops<V> ops, V x, V modality) {
        float[] ones = new float[width];
        Arrays.fill(ones, 1);
        V normed = ops.layerNorm(x, ops.constant(ones, width), ops.constant(new float[width], width), epsilon);
        V weight = ops.unsqueeze(ops.gather(ops.parameter(name + ".weight"), modality), 1); // [N, 1, width]
        V bias = ops.unsqueeze(ops.gather(ops.parameter(name + ".bias"), modality), 1);
        return ops.add(ops.mul(normed, weight), bias);
    }
}
