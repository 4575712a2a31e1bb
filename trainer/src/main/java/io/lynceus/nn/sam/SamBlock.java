package io.lynceus.nn.sam;

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
 * Attention, then a perceptron, each on normalised input and with a residual. Keys: {@code norm1}, {@code attn}, {@code norm2},
 * {@code mlp.lin1}, {@code mlp.lin2}.
 */
record SamBlock(Place place, SamSize size, boolean relative, Adapter adapter) implements Block {
    static final double EPSILON = 1e-6;
    private static final int HIDDEN_RATIO = 4;

    private LayerNorm norm(int which) {
        return new LayerNorm(place.name() + ".norm" + which, size.width(), EPSILON);
    }

    private SamAttention attention() {
        return new SamAttention(place.name() + ".attn", size, place, relative, adapter);
    }

    private AdaptedPerceptron perceptron() {
        int hidden = HIDDEN_RATIO * size.width();
        return new AdaptedPerceptron(
                place,
                new Linear(place.name() + ".mlp.lin1", size.width(), hidden),
                new Linear(place.name() + ".mlp.lin2", hidden, size.width()),
                adapter);
    }

    @Override
    public void declare(ParameterList parameters) {
        parameters.add(norm(1));
        parameters.add(attention());
        parameters.add(norm(2));
        parameters.add(perceptron());
        adapter.declare(parameters, place);
    }

    /** Maps [N, h, w, C] to the same shape. */
    <V> V forward(Ops<V> ops, V x, Grid grid, Hooks<V> hooks) {
        int tokens = grid.cells();
        V attention = attention().forward(ops, norm(1).forward(ops, x), grid, hooks);
        V y = ops.reshape(hooks.attended(ops, place, x, attention, tokens), -1, size.width()); // [N·h·w, C]
        V normed = norm(2).forward(ops, y);
        V perceived = perceptron().forward(ops, normed, tokens, hooks);
        V z = hooks.perceived(ops, place, y, normed, perceived, tokens);
        V map = ops.reshape(z, -1, grid.height(), grid.width(), size.width()); // [N, h, w, C]
        return hooks.after(ops, place, map, tokens);
    }
}
