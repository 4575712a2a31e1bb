package io.lynceus.nn.block;

import io.lynceus.nn.Block;
import io.lynceus.nn.Convolution;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterList;

/** A convolution, batch normalisation and a nonlinearity, with the keys of the two. */
public record ConvNorm(Conv conv, BatchNorm norm, Activation activation) implements Block {
    /** Makes one that keeps the size of a map, without a bias in the convolution; keys: {@code 0} and {@code 1}. */
    public static ConvNorm of(String name, int in, int out, int kernel, Activation activation) {
        Conv conv = new Conv(name + ".0", in, out, kernel, Convolution.same(kernel), false);
        return new ConvNorm(conv, new BatchNorm(name + ".1", out), activation);
    }

    @Override
    public void declare(ParameterList parameters) {
        parameters.add(conv);
        parameters.add(norm);
    }

    /** Maps [N, in, H, W] to [N, out, h, w]. */
    public <V> V forward(Ops<V> ops, V map) {
        return activation.apply(ops, norm.forward(ops, conv.forward(ops, map)));
    }
}
