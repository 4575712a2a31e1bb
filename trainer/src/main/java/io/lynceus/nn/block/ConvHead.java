package io.lynceus.nn.block;

import io.lynceus.nn.Block;
import io.lynceus.nn.Convolution;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterList;

/**
 * A convolution and a classification: the usual auxiliary head. Keys: {@code conv}, {@code conv_out.0}.
 *
 * @param name key prefix
 * @param width channels
 * @param classes K
 * @param bias whether the classification has one
 */
public record ConvHead(String name, int width, int classes, boolean bias) implements Block {
    private static final double DROPOUT = 0.1;

    private ConvNorm smooth() {
        return ConvNorm.of(name + ".conv", width, width, 3, Activation.RELU6);
    }

    private Conv classify() {
        return new Conv(name + ".conv_out.0", width, classes, 1, Convolution.POINTWISE, bias);
    }

    @Override
    public void declare(ParameterList parameters) {
        parameters.add(smooth());
        parameters.add(classify());
    }

    /** Maps [B, width, h, w] to [B, K, h, w]. */
    public <V> V forward(Ops<V> ops, V map) {
        return classify().forward(ops, ops.dropout(smooth().forward(ops, map), DROPOUT));
    }
}
