package io.lynceus.nn.hiera;

import io.lynceus.nn.Block;
import io.lynceus.nn.Grid;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterList;
import io.lynceus.nn.adapter.LoraOptions;
import io.lynceus.nn.block.Activation;
import io.lynceus.nn.block.LayerNorm;
import io.lynceus.nn.block.Linear;
import io.lynceus.nn.block.Mlp;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One block of Hiera: attention, then a perceptron, each with a residual. A transition block doubles the channels and halves
 * the map; its shortcut projects the normalised input. Keys: {@code norm1, attn, norm2, mlp.layers.{0,1}}, {@code proj} in a
 * transition.
 */
record HieraBlock(String name, Shape shape, LoraOptions lora) implements Block {
    static final double EPSILON = 1e-6;

    /**
     * What a block's sizes are.
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

    private LayerNorm norm1() {
        return new LayerNorm(name + ".norm1", shape.in(), EPSILON);
    }

    private HieraAttention attention() {
        return new HieraAttention(name + ".attn", shape, lora);
    }

    private LayerNorm norm2() {
        return new LayerNorm(name + ".norm2", shape.out(), EPSILON);
    }

    private Mlp mlp() {
        return new Mlp(name + ".mlp", List.of(shape.out(), 4 * shape.out(), shape.out()), Activation.GELU);
    }

    private Linear projection() {
        return new Linear(name + ".proj", shape.in(), shape.out());
    }

    @Override
    public void declare(ParameterList parameters) {
        parameters.add(norm1());
        parameters.add(attention());
        parameters.add(norm2());
        parameters.add(mlp());
        if (shape.transition()) {
            parameters.add(projection());
        }
    }

    /** [N, H, W, in] to [N, H, W, out], or [N, H/2, W/2, out] for a transition. */
    <V> V forward(Ops<V> ops, V x, Grid grid, @Nullable V modality) {
        V normed = norm1().forward(ops, x);
        V shortcut = shape.transition() ? shrink(ops, normed, grid) : x;
        V y = ops.add(shortcut, attention().forward(ops, normed, grid, modality));
        V rows = ops.reshape(y, -1, shape.out());
        V z = ops.add(rows, mlp().forward(ops, norm2().forward(ops, rows))); // [N·H·W, out]
        Grid after = shape.transition() ? grid.coarser(2) : grid;
        return ops.reshape(z, -1, after.height(), after.width(), shape.out());
    }

    private <V> V shrink(Ops<V> ops, V normed, Grid grid) {
        V projected = projection().forwardRows(ops, normed); // [N·H·W, out]
        return pool(ops, ops.reshape(projected, -1, grid.height(), grid.width(), shape.out()));
    }

    /** 2 × 2 maxima of a map of tokens: [N, H, W, C] to [N, H/2, W/2, C]. */
    static <V> V pool(Ops<V> ops, V tokens) {
        V map = ops.permute(tokens, 0, 3, 1, 2); // [N, C, H, W]
        return ops.permute(ops.maxPool(map, 2), 0, 2, 3, 1);
    }
}
