package io.lynceus.nn.balance;

import io.lynceus.nn.Block;
import io.lynceus.nn.Grid;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterList;
import io.lynceus.nn.block.Linear;

/**
 * Dynamic sparse cross-modality fusion (DSCF): two maps, made narrow, become one by {@code SparseAttention} and are made wide again.
 * Keys: {@code D_fc1}, {@code D_fc2}, {@code U_fc1}, {@code deform_atten}.
 *
 * @param name key prefix
 * @param channels C of the maps
 * @param stage 0..3
 */
public record DeformableFusion(String name, int channels, int stage) implements Block {
    private static final int RATIO = 8;

    private int narrow() {
        return channels / RATIO;
    }

    private Linear down(int modality) {
        return new Linear(name + ".D_fc" + (modality + 1), channels, narrow());
    }

    private Linear up() {
        return new Linear(name + ".U_fc1", narrow(), channels);
    }

    private SparseAttention attention() {
        return new SparseAttention(name + ".deform_atten", narrow(), stage);
    }

    @Override
    public void declare(ParameterList parameters) {
        parameters.add(down(0));
        parameters.add(down(1));
        parameters.add(attention());
        parameters.add(up());
    }

    /** Fuses two maps [B, h, w, C] into one. */
    public <V> V forward(Ops<V> ops, V first, V second, Grid grid) {
        V fused = attended(ops, first, second, grid); // [B, C/8, h, w]
        V rows = up().forwardRows(ops, ops.permute(fused, 0, 2, 3, 1)); // [B·h·w, C]
        return ops.reshape(rows, -1, grid.height(), grid.width(), channels);
    }

    /** Computes the narrow map in the middle: [B, C/8, h, w]. */
    public <V> V attended(Ops<V> ops, V first, V second, Grid grid) {
        return attention().forward(ops, narrow(ops, 0, first, grid), narrow(ops, 1, second, grid), grid);
    }

    private <V> V narrow(Ops<V> ops, int modality, V map, Grid grid) {
        V rows = down(modality).forwardRows(ops, map); // [B·h·w, C/8]
        return ops.permute(ops.reshape(rows, -1, grid.height(), grid.width(), narrow()), 0, 3, 1, 2);
    }
}
