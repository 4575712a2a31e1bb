package io.lynceus.nn.swin;

import io.lynceus.nn.Block;
import io.lynceus.nn.Grid;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterList;
import io.lynceus.nn.adapter.AdaptedPerceptron;
import io.lynceus.nn.adapter.Adapter;
import io.lynceus.nn.adapter.Hooks;
import io.lynceus.nn.adapter.Place;
import io.lynceus.nn.block.LayerNorm;
import io.lynceus.nn.block.Linear;

/**
 * One block of a Swin Transformer: attention in windows, then a perceptron, each with a residual. Keys: {@code norm1},
 * {@code attn.w_msa}, {@code norm2}, {@code ffn.layers.0.0}, {@code ffn.layers.1}.
 *
 * @param place of the block
 * @param attention with its windows
 * @param dropPath probability that a residual is left out while training
 * @param adapter that of the backbone
 */
record SwinBlock(Place place, WindowAttention attention, double dropPath, Adapter adapter) implements Block {
    private static final int RATIO = 4;

    private LayerNorm norm(int which) {
        return new LayerNorm(place.name() + ".norm" + which, place.out(), Swin.EPSILON);
    }

    private AdaptedPerceptron perceptron() {
        int hidden = RATIO * place.out();
        return new AdaptedPerceptron(
                place,
                new Linear(place.name() + ".ffn.layers.0.0", place.out(), hidden),
                new Linear(place.name() + ".ffn.layers.1", hidden, place.out()),
                adapter);
    }

    @Override
    public void declare(ParameterList parameters) {
        parameters.add(norm(1));
        parameters.add(attention);
        parameters.add(norm(2));
        parameters.add(perceptron());
        adapter.declare(parameters, place);
    }

    /** Maps [N, h, w, C] to the same shape. */
    <V> V forward(Ops<V> ops, V x, Grid grid, Hooks<V> hooks) {
        int tokens = grid.cells();
        V attended = ops.dropRows(attention.forward(ops, norm(1).forward(ops, x), grid, hooks), dropPath);
        V rows = ops.reshape(hooks.attended(ops, place, x, attended, tokens), -1, place.out()); // [N·h·w, C]
        V normed = norm(2).forward(ops, rows);
        V output = perceptron().forward(ops, normed, tokens, hooks); // [N·h·w, C]
        V frames = ops.reshape(output, -1, (long) tokens * place.out()); // drop-path acts on whole frames
        V y = ops.reshape(ops.dropRows(frames, dropPath), -1, place.out());
        V z = hooks.perceived(ops, place, rows, normed, y, tokens);
        V map = ops.reshape(z, -1, grid.height(), grid.width(), place.out());
        return hooks.after(ops, place, map, tokens);
    }
}
