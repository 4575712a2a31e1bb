package io.lynceus.nn.block;

import io.lynceus.nn.Block;
import io.lynceus.nn.Initialiser;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterList;

/** A transposed 2 × 2 convolution of stride 2: twice the size. Keys: {@code weight} [in, out, 2, 2], {@code bias} [out]. */
public record DoublingConv(String name, int in, int out) implements Block {
    @Override
    public void declare(ParameterList parameters) {
        parameters.add(name + ".weight", Initialiser.kaiming(in), in, out, 2, 2);
        parameters.add(name + ".bias", Initialiser.ZEROS, out);
    }

    /** Maps [N, H, W, in] to [N, 2H, 2W, out]. */
    public <V> V forward(Ops<V> ops, V tokens) {
        V map = ops.permute(tokens, 0, 3, 1, 2); // [N, in, H, W]
        V large = ops.convTranspose2d(map, ops.parameter(name + ".weight"), ops.parameter(name + ".bias"), 2);
        return ops.permute(large, 0, 2, 3, 1);
    }
}
