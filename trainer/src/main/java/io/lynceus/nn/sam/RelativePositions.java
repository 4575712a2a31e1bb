package io.lynceus.nn.sam;

import io.lynceus.nn.Block;
import io.lynceus.nn.DType;
import io.lynceus.nn.Grid;
import io.lynceus.nn.Initialiser;
import io.lynceus.nn.Interpolation;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterList;

/**
 * Decomposed relative positions: the score of a query and a key gets q · R_h[rows apart] + q · R_w[columns apart]. Tables for
 * another side are resized, linearly. Keys: {@code rel_pos_h}, {@code rel_pos_w}, each [2·side - 1, width].
 *
 * @param name key prefix
 * @param side of the map that the tables are for
 * @param width channels of a head
 */
record RelativePositions(String name, int side, int width) implements Block {
    @Override
    public void declare(ParameterList parameters) {
        parameters.add(name + ".rel_pos_h", Initialiser.ZEROS, 2L * side - 1, width);
        parameters.add(name + ".rel_pos_w", Initialiser.ZEROS, 2L * side - 1, width);
    }

    /** Computes the addition to the scores: queries [N, heads, h·w, width], unscaled, to [N, heads, h·w, h·w]. */
    <V> V forward(Ops<V> ops, V queries, Grid grid, int heads) {
        V map = ops.reshape(queries, -1, grid.height(), grid.width(), width); // [N·heads, h, w, width]
        V rows = ops.matmul(map, table(ops, "rel_pos_h", grid.height())); // [N·heads, h, w, h of keys]
        V turned = ops.matmul(ops.permute(map, 0, 2, 1, 3), table(ops, "rel_pos_w", grid.width()));
        V columns = ops.permute(turned, 0, 2, 1, 3); // [N·heads, h, w, w of keys]
        V sum = ops.add(ops.unsqueeze(rows, 4), ops.unsqueeze(columns, 3)); // [N·heads, h, w, h, w]
        return ops.reshape(sum, -1, heads, grid.cells(), grid.cells());
    }

    /** Picks the row of the table for each query and key along a side: [queries, width, keys]. */
    private <V> V table(Ops<V> ops, String key, int cells) {
        int stored = 2 * side - 1;
        int length = 2 * cells - 1;
        V table = ops.parameter(name + "." + key);
        if (length != stored) {
            V line = ops.reshape(ops.permute(table, 1, 0), 1, width, 1, stored);
            V resized = ops.interpolate(line, new Grid(1, stored), new Grid(1, length), Interpolation.BILINEAR);
            table = ops.permute(ops.reshape(resized, width, length), 1, 0); // [length, width]
        }
        V picked = ops.gather(table, ops.cast(ops.constant(distances(cells), (long) cells * cells), DType.INT64));
        return ops.permute(ops.reshape(picked, cells, cells, width), 0, 2, 1);
    }

    /** Returns the distance from each query to each key, counted from 0. */
    private static float[] distances(int cells) {
        float[] distances = new float[cells * cells];
        for (int query = 0; query < cells; query++) {
            for (int key = 0; key < cells; key++) {
                distances[query * cells + key] = query - key + cells - 1;
            }
        }
        return distances;
    }
}
