package io.lynceus.nn.unetformer;

import io.lynceus.nn.Block;
import io.lynceus.nn.Convolution;
import io.lynceus.nn.Grid;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterList;
import io.lynceus.nn.block.Activation;
import io.lynceus.nn.block.BatchNorm;
import io.lynceus.nn.block.Conv;
import io.lynceus.nn.block.ConvNorm;

/**
 * The finest level: a {@link WeightedMerge}, then a gate for each pixel beside a gate for each channel. Keys: those of the merge,
 * {@code pa.0}, {@code ca.1.0}, {@code ca.3.0}, {@code shortcut}, {@code proj.0} to {@code proj.2}.
 */
record FeatureRefinement(String name, int in, int width) implements Block {
    private static final int REDUCTION = 16;

    private WeightedMerge merge() {
        return new WeightedMerge(name, in, width);
    }

    private Conv pixels() {
        return Conv.depthwise(name + ".pa.0", width, 3);
    }

    private Conv squeeze() {
        return new Conv(name + ".ca.1.0", width, width / REDUCTION, 1, Convolution.POINTWISE, false);
    }

    private Conv excite() {
        return new Conv(name + ".ca.3.0", width / REDUCTION, width, 1, Convolution.POINTWISE, false);
    }

    private ConvNorm shortcut() {
        return ConvNorm.of(name + ".shortcut", width, width, 1, Activation.NONE);
    }

    private Conv depthwise() {
        return new Conv(name + ".proj.0", width, width, 3, Convolution.same(3).depthwise(width), false);
    }

    private BatchNorm norm() {
        return new BatchNorm(name + ".proj.1", width);
    }

    private Conv pointwise() {
        return new Conv(name + ".proj.2", width, width, 1, Convolution.POINTWISE, false);
    }

    @Override
    public void declare(ParameterList parameters) {
        parameters.add(merge());
        parameters.add(pixels());
        parameters.add(squeeze());
        parameters.add(excite());
        parameters.add(shortcut());
        parameters.add(depthwise());
        parameters.add(norm());
        parameters.add(pointwise());
    }

    /** Merges as {@link WeightedMerge#forward}. */
    <V> V forward(Ops<V> ops, V coarse, V level, Grid grid) {
        V x = merge().forward(ops, coarse, level, grid); // [B, C, h, w]
        V byPixel = ops.mul(ops.sigmoid(pixels().forward(ops, x)), x);
        V mean = ops.mean(x, true, 2, 3); // [B, C, 1, 1]
        V channels = excite().forward(ops, Activation.RELU6.apply(ops, squeeze().forward(ops, mean)));
        V gated = ops.add(byPixel, ops.mul(ops.sigmoid(channels), x));
        V projected = pointwise().forward(ops, norm().forward(ops, depthwise().forward(ops, gated)));
        return Activation.RELU6.apply(ops, ops.add(projected, shortcut().forward(ops, x)));
    }
}
