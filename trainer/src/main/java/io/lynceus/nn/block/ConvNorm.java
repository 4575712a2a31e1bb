package io.lynceus.nn.block;

import io.lynceus.nn.Block;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterList;

/** A convolution, batch normalisation and a nonlinearity, with the keys of the two. */
public record ConvNorm(Conv conv, BatchNorm norm, Activation activation) implements Block {
    @Override
    public void declare(ParameterList parameters) {
        parameters.add(conv);
        parameters.add(norm);
    }

    /** [N, in, H, W] to [N, out, h, w]. */
    public <V> V forward(Ops<V> ops, V map) {
        return activation.apply(ops, norm.forward(ops, conv.forward(ops, map)));
    }
}
