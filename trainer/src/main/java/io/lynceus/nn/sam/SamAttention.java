package io.lynceus.nn.sam;

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
import java.util.List;

/**
 * Multi-head self-attention in windows, or over the whole map, with relative positions. Keys: {@code qkv}, {@code proj}, {@code
 * rel_pos_h}, {@code rel_pos_w}.
 *
 * @param name key prefix
 * @param size of the encoder
 * @param block the place of its block
 * @param relative true to add positions to the scores
 * @param adapter that of the backbone
 */
record SamAttention(String name, SamSize size, Place block, boolean relative, Adapter adapter) implements Block {
    private int width() {
        return size.width();
    }

    private Linear qkv() {
        return new Linear(name + ".qkv", width(), 3 * width());
    }

    private Linear projection() {
        return new Linear(name + ".proj", width(), width());
    }

    private RelativePositions positions() {
        return new RelativePositions(name, size.positions(block.block()), width() / size.heads());
    }

    @Override
    public void declare(ParameterList parameters) {
        if (relative) {
            parameters.add(positions());
        }
        parameters.add(qkv());
        adapter.declare(parameters, block.inner(QKV, qkv()));
        parameters.add(projection());
        adapter.declare(parameters, block.inner(PROJECTION, projection()));
    }

    /** Maps x [N, h, w, C] (normalised) to the same shape. */
    <V> V forward(Ops<V> ops, V x, Grid grid, Hooks<V> hooks) {
        WindowPartition windows = new WindowPartition(grid, size.window(block.block()));
        V tokens = windows.partition(ops, x, width()); // [N·windows, s·s, C]
        V qkv = hooks.project(ops, block.inner(QKV, qkv()), qkv(), tokens, windows.tokens()); // [.., 3·C]
        Grid side = windows.windowGrid();
        int head = width() / size.heads();
        V split = ops.reshape(qkv, -1, side.cells(), 3L * size.heads(), head); // [N·windows, s·s, 3·heads, d]
        V turned = ops.permute(split, 0, 2, 1, 3); // [N·windows, 3·heads, s·s, d]
        List<V> three = ops.split(turned, 1, 3);
        V q = three.get(0);
        V k = three.get(1);
        V v = three.get(2);
        V y = relative
                ? ops.attention(q, k, v, positions().forward(ops, q, side, size.heads()), head)
                : ops.attention(q, k, v, head);
        V rows = ops.reshape(ops.permute(y, 0, 2, 1, 3), -1, width()); // [N·windows·s·s, C]
        V projected = hooks.project(ops, block.inner(PROJECTION, projection()), projection(), rows, windows.tokens());
        return windows.merge(ops, projected, width());
    }
}
