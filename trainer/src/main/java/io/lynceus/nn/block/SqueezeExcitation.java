package io.lynceus.nn.block;

import io.lynceus.nn.Block;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterList;

/**
 * Each channel times a gate that the means of all channels decide (arXiv 1709.01507). Keys: {@code fc.0}, {@code fc.2}, 1 × 1
 * convolutions.
 *
 * @param name key prefix
 * @param channels C
 */
public record SqueezeExcitation(String name, int channels) implements Block {
    private static final int REDUCTION = 16;

    private PointwiseConv squeeze() {
        return new PointwiseConv(name + ".fc.0", channels, channels / REDUCTION);
    }

    private PointwiseConv excite() {
        return new PointwiseConv(name + ".fc.2", channels / REDUCTION, channels);
    }

    @Override
    public void declare(ParameterList parameters) {
        parameters.add(squeeze());
        parameters.add(excite());
    }

    /** Maps [B, C, h, w] to the same shape. */
    public <V> V forward(Ops<V> ops, V map) {
        V means = ops.mean(map, true, 2, 3); // [B, C, 1, 1]
        V gate = ops.sigmoid(excite().forward(ops, ops.relu(squeeze().forward(ops, means))));
        return ops.mul(map, gate);
    }
}
