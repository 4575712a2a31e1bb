package io.lynceus.nn.swin;

import io.lynceus.nn.Grid;
import io.lynceus.nn.Ops;
import io.lynceus.nn.block.WindowPartition;

/**
 * Windows of a map, moved by {@code shift} cells to the right and down; cells that leave the map enter on the other side, and a
 * mask separates cells that were not neighbours.
 *
 * @param grid of the map
 * @param window side
 * @param shift 0 for windows that are not moved
 */
record ShiftedWindows(Grid grid, int window, int shift) {
    private static final float APART = -100;

    private Grid padded() {
        return grid.padded(window);
    }

    /** Returns the number of windows of a frame. */
    int windows() {
        return padded().cells() / cells();
    }

    /** Returns the number of cells of a window. */
    int cells() {
        return window * window;
    }

    private WindowPartition partition() {
        return new WindowPartition(padded(), window);
    }

    /** Returns the number of tokens of a frame, padding included. */
    int tokens() {
        return padded().cells();
    }

    /** Maps [N, h, w, C] to [N·windows, w·w, C]. */
    <V> V partition(Ops<V> ops, V x, int channels) {
        V whole = ops.padEnd(x, 1, padded().height() - grid.height());
        whole = ops.padEnd(whole, 2, padded().width() - grid.width());
        return partition().partition(ops, rolled(ops, whole, -shift), channels);
    }

    /** Maps [N·windows, w·w, C] to [N, h, w, C]. */
    <V> V merge(Ops<V> ops, V windows, int channels) {
        V whole = rolled(ops, partition().merge(ops, windows, channels), shift);
        return ops.slice(ops.slice(whole, 1, 0, grid.height()), 2, 0, grid.width());
    }

    private <V> V rolled(Ops<V> ops, V map, int by) {
        return ops.roll(ops.roll(map, 1, by, padded().height()), 2, by, padded().width());
    }

    /** Returns 0 for cells that were neighbours before the move, -100 for others: [windows, 1, w·w, w·w]. */
    <V> V mask(Ops<V> ops) {
        int count = windows();
        int across = padded().width() / window;
        float[] mask = new float[count * cells() * cells()];
        for (int i = 0; i < count; i++) {
            for (int a = 0; a < cells(); a++) {
                for (int b = 0; b < cells(); b++) {
                    boolean together = region(i, a, across) == region(i, b, across);
                    mask[(i * cells() + a) * cells() + b] = together ? 0 : APART;
                }
            }
        }
        return ops.constant(mask, count, 1, cells(), cells());
    }

    private int region(int index, int cell, int across) {
        int row = index / across * window + cell / window;
        int column = index % across * window + cell % window;
        return 3 * band(row, padded().height()) + band(column, padded().width());
    }

    /** Returns which of three bands of the moved map a row or column is in. */
    private int band(int at, int size) {
        if (at < size - window) {
            return 0;
        }
        return at < size - shift ? 1 : 2;
    }
}
