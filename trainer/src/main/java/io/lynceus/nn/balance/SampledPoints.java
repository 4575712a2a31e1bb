package io.lynceus.nn.balance;

import io.lynceus.nn.Block;
import io.lynceus.nn.Convolution;
import io.lynceus.nn.Grid;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterList;
import io.lynceus.nn.block.Conv;
import io.lynceus.nn.block.LayerNorm;
import java.util.List;

/**
 * Points of a map that one modality proposes: a coarse grid, each point moved by an offset computed from the map around it, for
 * each group of channels. Keys: {@code 0} (depthwise 9 × 9), {@code 1.norm}, {@code 3.weight} (to down and right).
 *
 * @param name key prefix
 * @param channels of the map
 * @param groups of channels, each with points of its own
 * @param stride cells of the map from point to point
 */
record SampledPoints(String name, int channels, int groups, int stride) implements Block {
    private static final int KERNEL = 9;
    private static final double EPSILON = 1e-5;

    private int width() {
        return channels / groups;
    }

    private Conv around() {
        Convolution how = Convolution.strided(stride, KERNEL / 2).depthwise(width());
        return new Conv(name + ".0", width(), width(), KERNEL, how, true);
    }

    private LayerNorm norm() {
        return new LayerNorm(name + ".1.norm", width(), EPSILON);
    }

    private Conv offsets() {
        return new Conv(name + ".3", width(), 2, 1, Convolution.POINTWISE, false);
    }

    @Override
    public void declare(ParameterList parameters) {
        parameters.add(around());
        parameters.add(norm());
        parameters.add(offsets());
    }

    /** Returns the number of points of each group. */
    int count(Grid grid) {
        return coarse(grid).cells();
    }

    private Grid coarse(Grid grid) {
        return new Grid((grid.height() - 1) / stride + 1, (grid.width() - 1) / stride + 1);
    }

    /** Maps a map [B, C, h, w] to points [B·groups, 1, n, 2], x before y, in -1 … 1. */
    <V> V forward(Ops<V> ops, V map, Grid grid) {
        Grid points = coarse(grid);
        V parts = ops.reshape(map, -1, width(), grid.height(), grid.width()); // [B·groups, C/groups, h, w]
        V small = norm().forwardMap(ops, around().forward(ops, parts)); // [B·groups, C/groups, h/stride, w/stride]
        V moves = ops.permute(offsets().forward(ops, ops.gelu(small)), 0, 2, 3, 1); // [.., h/stride, w/stride, 2]
        V moved = ops.clamp(ops.add(moves, reference(ops, points)), -1, 1);
        V down = ops.slice(moved, 3, 0, 1);
        V right = ops.slice(moved, 3, 1, 2);
        return ops.reshape(ops.concat(3, List.of(right, down)), -1, 1, points.cells(), 2);
    }

    /** Returns the points before they move, y before x; cell centres over n - 1 cells, as in the authors' code. */
    private static <V> V reference(Ops<V> ops, Grid points) {
        float[] places = new float[2 * points.cells()];
        for (int i = 0; i < points.cells(); i++) {
            places[2 * i] = (float) place(i / points.width() + 0.5, points.height());
            places[2 * i + 1] = (float) place(i % points.width() + 0.5, points.width());
        }
        return ops.constant(places, 1, points.height(), points.width(), 2);
    }

    /** Returns a cell's position in -1 … 1. */
    static double place(double cell, int cells) {
        return cells == 1 ? 0 : 2 * cell / (cells - 1) - 1;
    }
}
