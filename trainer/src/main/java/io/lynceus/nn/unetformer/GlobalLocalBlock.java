package io.lynceus.nn.unetformer;

import io.lynceus.nn.Block;
import io.lynceus.nn.Convolution;
import io.lynceus.nn.Grid;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterList;
import io.lynceus.nn.block.Activation;
import io.lynceus.nn.block.BatchNorm;
import io.lynceus.nn.block.Conv;

/**
 * Attention, then a perceptron, each on batch-normalised input and with a residual. Keys: {@code norm1}, {@code attn},
 * {@code norm2}, {@code mlp.fc1}, {@code mlp.fc2}.
 */
record GlobalLocalBlock(String name, int width) implements Block {
    private static final int RATIO = 4;

    private BatchNorm norm(int which) {
        return new BatchNorm(name + ".norm" + which, width);
    }

    private GlobalLocalAttention attention() {
        return new GlobalLocalAttention(name + ".attn", width);
    }

    private Conv hidden() {
        return new Conv(name + ".mlp.fc1", width, RATIO * width, 1, Convolution.POINTWISE, true);
    }

    private Conv output() {
        return new Conv(name + ".mlp.fc2", RATIO * width, width, 1, Convolution.POINTWISE, true);
    }

    @Override
    public void declare(ParameterList parameters) {
        parameters.add(norm(1));
        parameters.add(attention());
        parameters.add(hidden());
        parameters.add(output());
        parameters.add(norm(2));
    }

    /** Maps [B, C, h, w] to the same shape. */
    <V> V forward(Ops<V> ops, V x, Grid grid) {
        V y = ops.add(x, attention().forward(ops, norm(1).forward(ops, x), grid));
        V inner = Activation.RELU6.apply(ops, hidden().forward(ops, norm(2).forward(ops, y)));
        return ops.add(y, output().forward(ops, inner));
    }
}
