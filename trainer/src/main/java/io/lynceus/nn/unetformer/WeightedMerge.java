package io.lynceus.nn.unetformer;

import io.lynceus.nn.Block;
import io.lynceus.nn.Convolution;
import io.lynceus.nn.Grid;
import io.lynceus.nn.Initialiser;
import io.lynceus.nn.Interpolation;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterList;
import io.lynceus.nn.block.Activation;
import io.lynceus.nn.block.Conv;
import io.lynceus.nn.block.ConvNorm;

/**
 * A level of the encoder and the enlarged level below it, added by two learned weights and smoothed. Keys: {@code weights} [2],
 * {@code pre_conv.0}, {@code post_conv}.
 *
 * @param name key prefix
 * @param in channels of the encoder's level
 * @param width channels of the result
 */
record WeightedMerge(String name, int in, int width) implements Block {
    private static final float TINY = 1e-8f;

    private Conv project() {
        return new Conv(name + ".pre_conv.0", in, width, 1, Convolution.POINTWISE, false);
    }

    private ConvNorm smooth() {
        return ConvNorm.of(name + ".post_conv", width, width, 3, Activation.RELU6);
    }

    @Override
    public void declare(ParameterList parameters) {
        parameters.add(name + ".weights", Initialiser.ONES, 2);
        parameters.add(project());
        parameters.add(smooth());
    }

    /**
     * Merges two levels.
     *
     * @param coarse [B, width, h/2, w/2]
     * @param level [B, in, h, w]
     * @param grid h and w
     * @return [B, width, h, w]
     */
    <V> V forward(Ops<V> ops, V coarse, V level, Grid grid) {
        V large = ops.interpolate(coarse, grid.coarser(2), grid, Interpolation.BILINEAR);
        V positive = ops.relu(ops.parameter(name + ".weights")); // [2]
        V total = ops.add(ops.sum(positive, true, 0), ops.constant(new float[] {TINY}, 1));
        V shares = ops.div(positive, total);
        V own = ops.mul(project().forward(ops, level), ops.reshape(ops.slice(shares, 0, 0, 1), 1, 1, 1, 1));
        V below = ops.mul(large, ops.reshape(ops.slice(shares, 0, 1, 2), 1, 1, 1, 1));
        return smooth().forward(ops, ops.add(own, below));
    }
}
