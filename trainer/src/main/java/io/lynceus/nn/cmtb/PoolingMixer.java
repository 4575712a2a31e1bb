package io.lynceus.nn.cmtb;

import io.lynceus.nn.Block;
import io.lynceus.nn.Initialiser;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterList;
import io.lynceus.nn.Pooling;
import io.lynceus.nn.block.BatchNorm;
import io.lynceus.nn.block.Conv;
import io.lynceus.nn.block.PointwiseConv;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The parallel pooling mixer (PPX): a gate of local means of three sizes, a gate of channels, and a perceptron with a depthwise
 * convolution. Keys: {@code norm1}, {@code attn.conv0} (7 × 7), {@code attn.conv4}, {@code c_nets.0} [1, 1, 3], {@code norm2},
 * {@code mlp.{fc1, dwconv.dwconv, fc2}}, {@code layer_scale_1} and {@code layer_scale_2} [C].
 *
 * @param name key prefix
 * @param channels of the map
 * @param ratio of the perceptron's width to the channels
 */
record PoolingMixer(String name, int channels, int ratio) implements Block {
    private static final List<Integer> WINDOWS = List.of(3, 7, 11);
    private static final int AROUND = 7;
    private static final int KERNEL = 3;
    private static final Initialiser FAINT = new Initialiser(Initialiser.Kind.CONSTANT, 1e-2);

    private BatchNorm norm(int which) {
        return new BatchNorm(name + ".norm" + which, channels);
    }

    private Conv around() {
        return Conv.depthwise(name + ".attn.conv0", channels, AROUND);
    }

    private PointwiseConv gate() {
        return new PointwiseConv(name + ".attn.conv4", channels, channels);
    }

    private PointwiseConv hidden() {
        return new PointwiseConv(name + ".mlp.fc1", channels, ratio * channels);
    }

    private Conv mix() {
        return Conv.depthwise(name + ".mlp.dwconv.dwconv", ratio * channels, KERNEL);
    }

    private PointwiseConv output() {
        return new PointwiseConv(name + ".mlp.fc2", ratio * channels, channels);
    }

    @Override
    public void declare(ParameterList parameters) {
        parameters.add(name + ".layer_scale_1", FAINT, channels);
        parameters.add(name + ".layer_scale_2", FAINT, channels);
        parameters.add(norm(1));
        parameters.add(around());
        parameters.add(gate());
        parameters.add(norm(2));
        parameters.add(hidden());
        parameters.add(mix());
        parameters.add(output());
        parameters.add(name + ".c_nets.0.weight", Initialiser.kaiming(KERNEL), 1, 1, KERNEL);
    }

    /** Maps [N, C, h, w] to the same shape. */
    <V> V forward(Ops<V> ops, V x) {
        V y = ops.add(x, ops.mul(scale(ops, 1), places(ops, norm(1).forward(ops, x))));
        V hidden = ops.gelu(mix().forward(ops, hidden().forward(ops, norm(2).forward(ops, y)))); // [N, ratio·C, h, w]
        return ops.add(ops.mul(channels(ops, y), y), ops.mul(scale(ops, 2), output().forward(ops, hidden)));
    }

    /** Computes u + sigmoid(conv(p)) u, where p is the sum of u and its local means: [N, C, h, w]. */
    private <V> V places(Ops<V> ops, V u) {
        V local = around().forward(ops, u);
        V sum = local;
        for (int side : WINDOWS) {
            sum = ops.add(sum, mean(ops, local, side));
        }
        return ops.add(ops.mul(ops.sigmoid(gate().forward(ops, sum)), u), u);
    }

    /**
     * Computes the mean of real pixels in a square, as means of columns and then rows. It is exact at borders too, because the
     * counts are products.
     */
    private static <V> V mean(Ops<V> ops, V map, int side) {
        V columns = ops.averagePool(map, new Pooling(side, 1, side / 2, 0, false));
        return ops.averagePool(columns, new Pooling(1, side, 0, side / 2, false));
    }

    /** Computes a gate for each channel, from its mean and those of its two neighbours: [N, C, 1, 1]. */
    private <V> V channels(Ops<V> ops, V map) {
        V means = ops.pad(ops.mean(map, true, 2, 3), 1, 1, 1); // [N, C + 2, 1, 1]
        V weights = ops.parameter(name + ".c_nets.0.weight"); // [1, 1, 3]
        V sum = IntStream.range(0, KERNEL)
                .mapToObj(tap ->
                        ops.mul(ops.slice(means, 1, tap, (long) tap + channels), ops.slice(weights, 2, tap, tap + 1L)))
                .reduce(ops::add)
                .orElseThrow();
        return ops.sigmoid(sum);
    }

    private <V> V scale(Ops<V> ops, int which) {
        return ops.reshape(ops.parameter(name + ".layer_scale_" + which), channels, 1, 1);
    }
}
