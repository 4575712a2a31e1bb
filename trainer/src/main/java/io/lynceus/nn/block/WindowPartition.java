package io.lynceus.nn.block;

import io.lynceus.nn.Grid;
import io.lynceus.nn.Ops;

/**
 * Cuts a map of tokens into square windows and puts it together again. Maps that windows do not divide are padded with zeros
 * on the right and below, and cropped afterwards.
 *
 * @param grid size of the map
 * @param window side of a window, or 0 for one window that is the whole map
 */
public record WindowPartition(Grid grid, int window) {
    private Grid padded() {
        return window == 0 ? grid : grid.padded(window);
    }

    /** Returns true if the windows reach beyond the map. */
    public boolean pads() {
        return !padded().equals(grid);
    }

    /** Returns the number of tokens of a frame, padding included. */
    public int tokens() {
        return padded().cells();
    }

    /** Returns the size of one window. */
    public Grid windowGrid() {
        return window == 0 ? grid : new Grid(window, window);
    }

    /** Returns the partition of the map after each window was halved in both directions. */
    public WindowPartition halved() {
        return new WindowPartition(grid.coarser(2), window / 2);
    }

    /** Maps [N, H, W, C] to [N·windows, w·w, C]. */
    public <V> V partition(Ops<V> ops, V x, int channels) {
        if (window == 0) {
            return ops.reshape(x, -1, grid.cells(), channels);
        }
        Grid whole = padded();
        V y = pad(ops, x, whole); // [N, H', W', C]
        y = ops.reshape(y, -1, whole.height() / window, window, whole.width() / window, (long) window * channels);
        y = ops.permute(y, 0, 1, 3, 2, 4); // [N, H'/w, W'/w, w, w·C]
        return ops.reshape(y, -1, (long) window * window, channels);
    }

    /** Maps [N·windows, w·w, C] to [N, H, W, C]. */
    public <V> V merge(Ops<V> ops, V x, int channels) {
        if (window == 0) {
            return ops.reshape(x, -1, grid.height(), grid.width(), channels);
        }
        Grid whole = padded();
        V y = ops.reshape(x, -1, whole.height() / window, whole.width() / window, window, (long) window * channels);
        y = ops.permute(y, 0, 1, 3, 2, 4); // [N, H'/w, w, W'/w, w·C]
        y = ops.reshape(y, -1, whole.height(), whole.width(), channels);
        y = whole.height() == grid.height() ? y : ops.slice(y, 1, 0, grid.height());
        return whole.width() == grid.width() ? y : ops.slice(y, 2, 0, grid.width());
    }

    private <V> V pad(Ops<V> ops, V x, Grid whole) {
        V y = whole.height() == grid.height() ? x : ops.padEnd(x, 1, whole.height() - grid.height());
        return whole.width() == grid.width() ? y : ops.padEnd(y, 2, whole.width() - grid.width());
    }
}
