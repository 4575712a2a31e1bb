package io.lynceus.nn.mit;

import io.lynceus.nn.Block;
import io.lynceus.nn.Grid;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterList;
import io.lynceus.nn.adapter.Adapter;
import io.lynceus.nn.adapter.Hooks;
import io.lynceus.nn.adapter.Place;
import io.lynceus.nn.block.Conv;
import io.lynceus.nn.block.LayerNorm;
import io.lynceus.nn.block.Linear;

/**
 * One block of a Mix Transformer: attention, then a perceptron with a depthwise convolution in its middle, each with a residual.
 * Keys: {@code norm1, attn, norm2, mlp.{fc1, dwconv.dwconv, fc2}}.
 *
 * @param place of the block
 * @param heads of its attention
 * @param reduction of its attention
 * @param dropPath probability that a residual is left out while training
 * @param adapter that of the backbone
 */
record MitBlock(Place place, int heads, int reduction, double dropPath, Adapter adapter) implements Block {
    private static final int RATIO = 4;
    private static final int KERNEL = 3;

    private String name() {
        return place.name();
    }

    private int channels() {
        return place.out();
    }

    private LayerNorm norm1() {
        return new LayerNorm(name() + ".norm1", channels(), Mit.EPSILON);
    }

    private ReducedAttention attention() {
        return new ReducedAttention(name() + ".attn", channels(), heads, reduction, false);
    }

    private LayerNorm norm2() {
        return new LayerNorm(name() + ".norm2", channels(), Mit.EPSILON);
    }

    private Linear hidden() {
        return new Linear(name() + ".mlp.fc1", channels(), RATIO * channels());
    }

    private Conv mix() {
        return Conv.depthwise(name() + ".mlp.dwconv.dwconv", RATIO * channels(), KERNEL);
    }

    private Linear output() {
        return new Linear(name() + ".mlp.fc2", RATIO * channels(), channels());
    }

    @Override
    public void declare(ParameterList parameters) {
        parameters.add(norm1());
        parameters.add(attention());
        parameters.add(norm2());
        parameters.add(hidden());
        parameters.add(mix());
        parameters.add(output());
        adapter.declare(parameters, place);
    }

    /** Maps [N, h, w, C] to the same shape. */
    <V> V forward(Ops<V> ops, V x, Grid grid, Hooks<V> hooks) {
        V normed = norm1().forward(ops, x);
        V attention = ops.dropRows(attention().forward(ops, normed, normed, grid), dropPath);
        V y = hooks.attended(ops, place, x, attention, grid.cells());
        V normed2 = norm2().forward(ops, y);
        V z = hooks.perceived(
                ops, place, y, normed2, ops.dropRows(perceptron(ops, normed2, grid), dropPath), grid.cells());
        return hooks.after(ops, place, z, grid.cells());
    }

    private <V> V perceptron(Ops<V> ops, V x, Grid grid) {
        V hidden = ops.reshape(hidden().forwardRows(ops, x), -1, grid.height(), grid.width(), hidden().out());
        V mixed = mix().forward(ops, ops.permute(hidden, 0, 3, 1, 2)); // [N, 4·C, h, w]
        V rows = output().forwardRows(ops, ops.gelu(ops.permute(mixed, 0, 2, 3, 1))); // [N·h·w, C]
        return ops.reshape(rows, -1, grid.height(), grid.width(), channels());
    }
}
