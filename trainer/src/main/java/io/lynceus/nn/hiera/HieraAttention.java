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
        V tokens = windows.partition(ops, x, shape.in()); // [N·windows, w·w, in]
        V qkv = hooks.project(ops, block.inner(QKV, qkv()), qkv(), tokens, windows.tokens()); // [.., 3·out]
        V q = slice(ops, qkv, 0);
        V k = slice(ops, qkv, 1);
        V v = slice(ops, qkv, 2);
        if (shape.transition()) {
            q = pool(ops, q, windows.windowGrid()); // after the update, as MLE-SAM's equation 5 has it
        }
        int width = out / shape.heads();
        V y = ops.attention(heads(ops, q, queries), heads(ops, k, keys), heads(ops, v, keys), width);
        y = ops.permute(y, 0, 2, 1, 3); // [N·windows, queries, heads, out/heads]
        int own = shape.transition() ? windows.tokens() / 4 : windows.tokens();
        V rows = ops.reshape(y, -1, out); // [N·windows·queries, out]
        y = hooks.project(ops, block.inner(PROJECTION, projection()), projection(), rows, own);
        return (shape.transition() ? windows.halved() : windows).merge(ops, y, out);
    }

    private <V> V slice(Ops<V> ops, V qkv, int which) {
        return ops.slice(qkv, -1, (long) which * shape.out(), (which + 1L) * shape.out());
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
