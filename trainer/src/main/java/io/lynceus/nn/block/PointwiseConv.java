package io.lynceus.nn.block;

import io.lynceus.nn.Block;
import io.lynceus.nn.Convolution;
import io.lynceus.nn.Initialiser;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterList;

/** A 1 × 1 convolution. Keys: {@code weight} [out, in, 1, 1], {@code bias} [out]. */
public record PointwiseConv(String name, int in, int out) implements Block {
    @Override
    public void declare(ParameterList parameters) {
        parameters.add(name + ".weight", Initialiser.glorot(in, out), out, in, 1, 1);
        parameters.add(name + ".bias", Initialiser.ZEROS, out);
    }

    /** Maps [N, in, H, W] to [N, out, H, W]. */
    public <V> V forward(Ops<V> ops, V x) {
        return ops.conv2d(x, ops.parameter(name + ".weight"), ops.parameter(name + ".bias"), Convolution.POINTWISE);
    }

    /** Applies it to tokens: [..., in] to [rows, out]. */
    public <V> V forwardRows(Ops<V> ops, V x) {
        V weight = ops.reshape(ops.parameter(name + ".weight"), out, in);
        return ops.linear(ops.reshape(x, -1, in), weight, ops.parameter(name + ".bias"));
    }
}
