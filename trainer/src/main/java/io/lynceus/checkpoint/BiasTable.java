package io.lynceus.checkpoint;

import java.util.List;

/** Resizes tables of relative positions [(2w - 1)², heads] for windows of another side, by bicubic interpolation as in PyTorch. */
final class BiasTable {
    /** PyTorch's coefficient of the cubic. */
    private static final double A = -0.75;

    private static final int TAPS = 4;

    private BiasTable() {}

    /** Returns the table in the wanted shape; unchanged if heads differ or a side is not whole, so that loading reports it. */
    static TensorData resized(TensorData table, List<Long> wanted) {
        int from = side(table.shape());
        int to = side(wanted);
        if (from == 0 || to == 0 || !table.shape().get(1).equals(wanted.get(1))) {
            return table;
        }
        int heads = wanted.get(1).intValue();
        float[] old = table.floats();
        float[] values = new float[to * to * heads];
        for (int row = 0; row < to; row++) {
            for (int column = 0; column < to; column++) {
                for (int head = 0; head < heads; head++) {
                    values[(row * to + column) * heads + head] =
                            (float) at(old, from, heads, head, source(row, from, to), source(column, from, to));
                }
            }
        }
        return TensorData.of(values, wanted);
    }

    private static int side(List<Long> shape) {
        int side = shape.size() == 2 ? (int) Math.round(Math.sqrt(shape.get(0))) : 0;
        return shape.size() == 2 && (long) side * side == shape.get(0) ? side : 0;
    }

    /** Returns the position of a cell's centre in the old table. */
    private static double source(int cell, int from, int to) {
        return (cell + 0.5) * from / to - 0.5;
    }

    private static double at(float[] old, int side, int heads, int head, double row, double column) {
        int top = (int) Math.floor(row);
        int left = (int) Math.floor(column);
        double sum = 0;
        for (int i = 0; i < TAPS; i++) {
            for (int j = 0; j < TAPS; j++) {
                int y = Math.max(0, Math.min(side - 1, top - 1 + i));
                int x = Math.max(0, Math.min(side - 1, left - 1 + j));
                double weight = cubic(row - (top - 1 + i)) * cubic(column - (left - 1 + j));
                sum += weight * old[(y * side + x) * heads + head];
            }
        }
        return sum;
    }

    /** Returns the weight of a value at that distance. */
    private static double cubic(double distance) {
        double d = Math.abs(distance);
        if (d <= 1) {
            return ((A + 2) * d - (A + 3)) * d * d + 1;
        }
        return d < 2 ? ((A * d - 5 * A) * d + 8 * A) * d - 4 * A : 0;
    }
}
