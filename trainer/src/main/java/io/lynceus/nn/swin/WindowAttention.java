package io.lynceus.nn.swin;

import static io.lynceus.nn.adapter.Place.Kind.PROJECTION;
import static io.lynceus.nn.adapter.Place.Kind.QKV;

import io.lynceus.nn.Block;
import io.lynceus.nn.DType;
import io.lynceus.nn.Grid;
import io.lynceus.nn.Initialiser;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterList;
import io.lynceus.nn.adapter.Adapter;
import io.lynceus.nn.adapter.Hooks;
import io.lynceus.nn.adapter.Place;
import io.lynceus.nn.block.Linear;
import java.util.List;

/**
 * Multi-head self-attention in windows, with a learned bias for each offset of two cells. Keys: {@code qkv}, {@code proj},
 * {@code relative_position_bias_table} [(2w - 1)², heads].
 *
 * @param name key prefix
 * @param block the place of its block
 * @param heads which divide the channels
 * @param window side of a window
 * @param shift cells by which the windows are moved
 * @param adapter that of the backbone
 */
record WindowAttention(String name, Place block, int heads, int window, int shift, Adapter adapter) implements Block {
    private static final double SPREAD = 0.02;

    private int channels() {
        return block.out();
    }

    private Linear qkv() {
        return new Linear(name + ".qkv", channels(), 3 * channels());
    }

    private Linear projection() {
        return new Linear(name + ".proj", channels(), channels());
    }

    private String table() {
        return name + ".relative_position_bias_table";
    }

    @Override
    public void declare(ParameterList parameters) {
        long offsets = 2L * window - 1;
        parameters.add(table(), Initialiser.truncatedNormal(SPREAD), offsets * offsets, heads);
        parameters.add(qkv());
        adapter.declare(parameters, block.inner(QKV, qkv()));
        parameters.add(projection());
        adapter.declare(parameters, block.inner(PROJECTION, projection()));
    }

    /** Maps x [N, h, w, C] (normalised) to the same shape. */
    <V> V forward(Ops<V> ops, V x, Grid grid, Hooks<V> hooks) {
        ShiftedWindows windows = new ShiftedWindows(grid, window, shift);
        V tokens = windows.partition(ops, x, channels()); // [N·windows, w·w, C]
        List<V> three = hooks.projectToThree(ops, block.inner(QKV, qkv()), qkv(), tokens, windows.tokens()); // [.., C]
        V y = ops.attention(
                heads(ops, three.get(0), windows),
                heads(ops, three.get(1), windows),
                heads(ops, three.get(2), windows),
                bias(ops, windows),
                channels() / heads); // [N, windows·heads, w·w, C/heads]
        y = ops.reshape(y, -1, heads, windows.cells(), channels() / heads);
        V rows = ops.reshape(ops.permute(y, 0, 2, 1, 3), -1, channels()); // [N·windows·w·w, C]
        V out = hooks.project(ops, block.inner(PROJECTION, projection()), projection(), rows, windows.tokens());
        return windows.merge(ops, out, channels());
    }

    /** Arranges queries, keys or values of all windows of a frame side by side: [N, windows·heads, w·w, C/heads]. */
    private <V> V heads(Ops<V> ops, V own, ShiftedWindows windows) {
        V split = ops.reshape(own, -1, windows.cells(), heads, channels() / heads);
        V apart = ops.permute(split, 0, 2, 1, 3); // [N·windows, heads, w·w, C/heads]
        return ops.reshape(apart, -1, (long) windows.windows() * heads, windows.cells(), channels() / heads);
    }

    /** Computes the addition to the scores by offset and, in moved windows, by neighbourhood: [windows·heads, w·w, w·w]. */
    private <V> V bias(Ops<V> ops, ShiftedWindows windows) {
        int cells = windows.cells();
        V index = ops.cast(ops.constant(offsets(), (long) cells * cells), DType.INT64);
        V rows = ops.reshape(ops.gather(ops.parameter(table()), index), cells, cells, heads);
        V bias = ops.permute(rows, 2, 0, 1); // [heads, w·w, w·w]
        V mask = shift == 0
                ? ops.constant(new float[windows.windows()], windows.windows(), 1, 1, 1)
                : windows.mask(ops); // [windows, 1, w·w, w·w]
        return ops.reshape(ops.add(bias, mask), (long) windows.windows() * heads, cells, cells);
    }

    /** Returns the row of the table for each two cells of a window. */
    private float[] offsets() {
        int cells = window * window;
        float[] offsets = new float[cells * cells];
        for (int a = 0; a < cells; a++) {
            for (int b = 0; b < cells; b++) {
                int down = a / window - b / window + window - 1;
                int right = a % window - b % window + window - 1;
                offsets[a * cells + b] = (float) down * (2 * window - 1) + right;
            }
        }
        return offsets;
    }
}
