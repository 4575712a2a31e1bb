package io.lynceus.nn.sam2;

import io.lynceus.nn.Block;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterList;
import io.lynceus.nn.block.Activation;
import io.lynceus.nn.block.Mlp;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * One perceptron per mask token, each turning its token into the weights of a 1 × 1 convolution; all run as one batched
 * product. Keys: {@code k.layers.{0,1,2}}.
 *
 * @param count number of tokens
 * @param width of a token
 * @param out length of a mask's vector
 */
record HyperNetworks(String name, int count, int width, int out) implements Block {
    private static final int LAYERS = 3;

    private Mlp network(int index) {
        return new Mlp(name + "." + index, List.of(width, width, width, out), Activation.RELU);
    }

    @Override
    public void declare(ParameterList parameters) {
        IntStream.range(0, count).mapToObj(this::network).forEach(parameters::add);
    }

    /** Maps tokens [B, count - first, width] of the networks from {@code first} on, to vectors [B, count - first, out]. */
    <V> V forward(Ops<V> ops, V tokens, int first) {
        int networks = count - first;
        V x = ops.permute(tokens, 1, 0, 2); // [networks, B, width]
        for (int layer = 0; layer < LAYERS; layer++) {
            int rows = layer == LAYERS - 1 ? out : width;
            V weight = stack(ops, first, key("weight", layer), networks, rows, width);
            V bias = stack(ops, first, key("bias", layer), networks, 1, rows);
            x = ops.add(ops.matmul(x, ops.permute(weight, 0, 2, 1)), bias); // [networks, B, rows]
            x = layer == LAYERS - 1 ? x : ops.relu(x);
        }
        return ops.permute(x, 1, 0, 2);
    }

    private Function<Integer, String> key(String which, int layer) {
        return index -> name + "." + index + ".layers." + layer + "." + which;
    }

    private <V> V stack(Ops<V> ops, int first, Function<Integer, String> key, long... shape) {
        List<V> parts = IntStream.range(first, count)
                .mapToObj(i -> ops.parameter(key.apply(i)))
                .toList();
        return ops.reshape(ops.concat(0, parts), shape);
    }
}
