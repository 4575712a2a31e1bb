package io.lynceus.nn.hiera;

import static io.lynceus.nn.adapter.Place.Kind.HIDDEN;
import static io.lynceus.nn.adapter.Place.Kind.OUTPUT;

import io.lynceus.nn.Block;
import io.lynceus.nn.Grid;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterList;
import io.lynceus.nn.adapter.Adapter;
import io.lynceus.nn.adapter.Hooks;
import io.lynceus.nn.adapter.Place;
import io.lynceus.nn.block.Activation;
import io.lynceus.nn.block.LayerNorm;
import io.lynceus.nn.block.Linear;
import io.lynceus.nn.block.Mlp;
import java.util.List;

/**
 * One block of Hiera: attention, then a perceptron, each with a residual. A transition block doubles the channels and halves
 * the map; its shortcut projects the normalised input. Keys: {@code norm1, attn, norm2, mlp.layers.{0,1}}, {@code proj} in a
 * transition.
 */
record HieraBlock(Place place, Shape shape, Adapter adapter) implements Block {
    static final double EPSILON = 1e-6;

    /**
     * The sizes of a block.
     *
     * @param in channels that come in
     * @param out channels that go out: in, or twice in for a transition
     * @param heads attention heads
     * @param window side, 0 for the whole map
     */
    record Shape(int in, int out, int heads, int window) {
        boolean transition() {
            return in != out;
        }
    }

    HieraBlock(String name, int stage, int block, Shape shape, Adapter adapter) {
        this(new Place(Place.Kind.BLOCK, name, stage, block, shape.in(), shape.out()), shape, adapter);
    }

    private String name() {
        return place.name();
    }

    private LayerNorm norm1() {
        return new LayerNorm(name() + ".norm1", shape.in(), EPSILON);
    }

    private HieraAttention attention() {
        return new HieraAttention(name() + ".attn", shape, place, adapter);
    }

    private LayerNorm norm2() {
        return new LayerNorm(name() + ".norm2", shape.out(), EPSILON);
    }

    private Mlp mlp() {
        return new Mlp(name() + ".mlp", List.of(shape.out(), 4 * shape.out(), shape.out()), Activation.GELU);
    }

    private Linear projection() {
        return new Linear(name() + ".proj", shape.in(), shape.out());
    }

    @Override
    public void declare(ParameterList parameters) {
        parameters.add(norm1());
        parameters.add(attention());
        parameters.add(norm2());
        parameters.add(mlp());
        adapter.declare(parameters, place.inner(HIDDEN, mlp().layer(0)));
        adapter.declare(parameters, place.inner(OUTPUT, mlp().layer(1)));
        if (shape.transition()) {
            parameters.add(projection());
        }
        adapter.declare(parameters, place);
    }

    /** Maps [N, H, W, in] to [N, H, W, out], or [N, H/2, W/2, out] for a transition. */
    <V> V forward(Ops<V> ops, V x, Grid grid, Hooks<V> hooks) {
        Grid after = shape.transition() ? grid.coarser(2) : grid;
        V normed = norm1().forward(ops, x);
        V shortcut = shape.transition() ? shrink(ops, normed, grid) : x;
        V attention = attention().forward(ops, normed, grid, hooks);
        V y = hooks.attended(ops, place, shortcut, attention, after.cells());
        V rows = ops.reshape(y, -1, shape.out());
        V z = perceive(ops, rows, after.cells(), hooks); // [N·H·W, out]
        V map = ops.reshape(z, -1, after.height(), after.width(), shape.out());
        return hooks.after(ops, place, map, after.cells());
    }

    private <V> V perceive(Ops<V> ops, V rows, int tokens, Hooks<V> hooks) {
        V normed = norm2().forward(ops, rows);
        Linear first = mlp().layer(0);
        Linear second = mlp().layer(1);
        V hidden = ops.gelu(hooks.project(ops, place.inner(HIDDEN, first), first, normed, tokens));
        V y = hooks.project(ops, place.inner(OUTPUT, second), second, hidden, tokens);
        return hooks.perceived(ops, place, rows, normed, y, tokens);
    }

    private <V> V shrink(Ops<V> ops, V normed, Grid grid) {
        V projected = projection().forwardRows(ops, normed); // [N·H·W, out]
        return pool(ops, ops.reshape(projected, -1, grid.height(), grid.width(), shape.out()));
    }

    /** Takes 2 × 2 maxima of a map of tokens: [N, H, W, C] to [N, H/2, W/2, C]. */
    static <V> V pool(Ops<V> ops, V tokens) {
        V map = ops.permute(tokens, 0, 3, 1, 2); // [N, C, H, W]
        return ops.permute(ops.maxPool(map, 2), 0, 2, 3, 1);
    }
}
