package io.lynceus.nn.swin;

import io.lynceus.nn.Block;
import io.lynceus.nn.Grid;
import io.lynceus.nn.Initialiser;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterList;
import io.lynceus.nn.block.LayerNorm;

/**
 * Makes one cell of 2 × 2 and doubles the channels. The four cells lie channel by channel, as in mmsegmentation. Keys:
 * {@code norm}, {@code reduction.weight} [2·C, 4·C].
 */
record PatchMerging(String name, int channels) implements Block {
    private static final int CELLS = 4;

    private LayerNorm norm() {
        return new LayerNorm(name + ".norm", CELLS * channels, Swin.EPSILON);
    }

    @Override
    public void declare(ParameterList parameters) {
        int in = CELLS * channels;
        parameters.add(norm());
        parameters.add(name + ".reduction.weight", Initialiser.glorot(in, 2L * channels), 2L * channels, in);
    }

    /** Maps [N, h, w, C] to [N, h/2, w/2, 2·C]. */
    <V> V forward(Ops<V> ops, V x, Grid grid) {
        Grid half = grid.coarser(2);
        V cells = ops.reshape(x, -1, half.height(), 2, half.width(), 2, channels);
        cells = ops.permute(cells, 0, 1, 3, 5, 2, 4); // [N, h/2, w/2, C, 2, 2]
        V rows = norm().forward(ops, ops.reshape(cells, -1, (long) CELLS * channels)); // [N·h/2·w/2, 4·C]
        V reduced = ops.linear(rows, ops.parameter(name + ".reduction.weight"), null);
        return ops.reshape(reduced, -1, half.height(), half.width(), 2L * channels);
    }
}
