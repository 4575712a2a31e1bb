package io.lynceus.nn.hiera;

import static io.lynceus.nn.adapter.Place.Kind.PROJECTION;
import static io.lynceus.nn.adapter.Place.Kind.QKV;

import io.lynceus.nn.Block;
import io.lynceus.nn.Grid;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterList;
import io.lynceus.nn.adapter.Adapter;
import io.lynceus.nn.adapter.Hooks;
import io.lynceus.nn.adapter.Place;
import io.lynceus.nn.block.Linear;
import io.lynceus.nn.block.WindowPartition;
import java.util.ArrayList;
import java.util.List;

/**
 * Windowed multi-head self-attention of Hiera. In a transition block the queries are
 * pooled 2 × 2, which halves the map. Keys: {@code qkv.*} [3·out, in], {@code proj.*} [out, out].
 *
 * @param name key prefix
 * @param shape of the block
 * @param block the place of its block
 * @param adapter that of the backbone
 */
record HieraAttention(String name, HieraBlock.Shape shape, Place block, Adapter adapter) implements Block {
    private Linear qkv() {
        return new Linear(name + ".qkv", shape.in(), 3 * shape.out());
    }

    private Linear projection() {
        return new Linear(name + ".proj", shape.out(), shape.out());
    }

    @Override
    public void declare(ParameterList parameters) {
        parameters.add(qkv());
        adapter.declare(parameters, block.inner(QKV, qkv()));
        parameters.add(projection());
        adapter.declare(parameters, block.inner(PROJECTION, projection()));
    }

    /** Maps x [N, H, W, in] (normalised) to [N, H, W, out], or half of H and W in a transition block. */
    <V> V forward(Ops<V> ops, V x, Grid grid, Hooks<V> hooks) {
        WindowPartition windows = new WindowPartition(grid, shape.window());
        int out = shape.out();
        int keys = windows.windowGrid().cells();
        int queries = shape.transition() ? keys / 4 : keys;
        List<V> three = windows.pads() ? padded(ops, x, windows, hooks) : whole(ops, x, windows, hooks);
        V q = three.get(0);
        if (shape.transition()) {
            q = pool(ops, q, windows.windowGrid()); // after the update, as MLE-SAM's equation 5 has it
        }
        int width = out / shape.heads();
        V y = ops.attention(
                heads(ops, q, queries), heads(ops, three.get(1), keys), heads(ops, three.get(2), keys), width);
        y = ops.permute(y, 0, 2, 1, 3); // [N·windows, queries, heads, out/heads]
        WindowPartition after = shape.transition() ? windows.halved() : windows;
        V rows = ops.reshape(after.merge(ops, y, out), -1, out); // [N·H·W, out], without padding
        V projected = hooks.project(
                ops,
                block.inner(PROJECTION, projection()),
                projection(),
                rows,
                after.grid().cells());
        return ops.reshape(projected, -1, after.grid().height(), after.grid().width(), out);
    }

    /** Returns queries, keys and values [N·windows, w·w, out] of windows that divide the map. */
    private <V> List<V> whole(Ops<V> ops, V x, WindowPartition windows, Hooks<V> hooks) {
        V tokens = windows.partition(ops, x, shape.in()); // [N·windows, w·w, in]
        return hooks.projectToThree(ops, block.inner(QKV, qkv()), qkv(), tokens, windows.tokens());
    }

    /**
     * Returns the same of windows that reach beyond the map. The tokens are projected before they are padded, because a token of
     * zeros costs as much as any other and comes to the bias alone.
     */
    private <V> List<V> padded(Ops<V> ops, V x, WindowPartition windows, Hooks<V> hooks) {
        Grid grid = windows.grid();
        List<V> products = hooks.projectToThree(
                ops,
                block.inner(QKV, qkv()),
                qkv().withoutBias(),
                ops.reshape(x, -1, grid.cells(), shape.in()),
                grid.cells());
        List<V> biases = ops.split(qkv().bias(ops), 0, 3);
        List<V> three = new ArrayList<>();
        for (int i = 0; i < products.size(); i++) {
            V map = ops.reshape(products.get(i), -1, grid.height(), grid.width(), shape.out());
            three.add(ops.add(windows.partition(ops, map, shape.out()), biases.get(i)));
        }
        return three;
    }

    private <V> V pool(Ops<V> ops, V q, Grid window) {
        V map = ops.reshape(q, -1, window.height(), window.width(), shape.out());
        V pooled = HieraBlock.pool(ops, map); // [N·windows, w/2, w/2, out]
        return ops.reshape(pooled, -1, window.coarser(2).cells(), shape.out());
    }

    /** Maps [N·windows, tokens, out] to [N·windows, heads, tokens, out/heads]. */
    private <V> V heads(Ops<V> ops, V x, int tokens) {
        V split = ops.reshape(x, -1, tokens, shape.heads(), shape.out() / shape.heads());
        return ops.permute(split, 0, 2, 1, 3);
    }
}
