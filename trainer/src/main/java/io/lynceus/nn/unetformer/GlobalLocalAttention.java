package io.lynceus.nn.unetformer;

import io.lynceus.nn.Block;
import io.lynceus.nn.Convolution;
import io.lynceus.nn.DType;
import io.lynceus.nn.Grid;
import io.lynceus.nn.Initialiser;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterList;
import io.lynceus.nn.Pooling;
import io.lynceus.nn.block.Activation;
import io.lynceus.nn.block.BatchNorm;
import io.lynceus.nn.block.Conv;
import io.lynceus.nn.block.ConvNorm;
import java.util.List;

/**
 * Attention in 8 × 8 windows, spread over their borders by means along rows and columns, beside two convolutions (UNetFormer,
 * arXiv 2109.08937). Keys: {@code relative_position_bias_table} [225, heads], {@code qkv.0}, {@code local1}, {@code local2},
 * {@code proj.0} to {@code proj.2}.
 *
 * @param name key prefix
 * @param width channels C
 */
record GlobalLocalAttention(String name, int width) implements Block {
    static final int WINDOW = 8;
    private static final int HEADS = 8;
    private static final int CELLS = WINDOW * WINDOW;
    private static final int DISTANCES = 2 * WINDOW - 1;
    private static final double SPREAD = 0.02;
    /** A padding that keeps all but one of the pixels under an even kernel; one more is mirrored on the right and below. */
    private static final int PADDING = WINDOW / 2 - 1;

    private Conv qkv() {
        return new Conv(name + ".qkv.0", width, 3 * width, 1, Convolution.POINTWISE, false);
    }

    private ConvNorm local(int which, int kernel) {
        return ConvNorm.of(name + ".local" + which, width, width, kernel, Activation.NONE);
    }

    private Conv depthwise() {
        Convolution how = Convolution.strided(1, PADDING).depthwise(width);
        return new Conv(name + ".proj.0", width, width, WINDOW, how, false);
    }

    private BatchNorm norm() {
        return new BatchNorm(name + ".proj.1", width);
    }

    private Conv pointwise() {
        return new Conv(name + ".proj.2", width, width, 1, Convolution.POINTWISE, false);
    }

    @Override
    public void declare(ParameterList parameters) {
        Initialiser small = Initialiser.truncatedNormal(SPREAD);
        parameters.add(name + ".relative_position_bias_table", small, DISTANCES * DISTANCES, HEADS);
        parameters.add(qkv());
        parameters.add(local(1, 3));
        parameters.add(local(2, 1));
        parameters.add(depthwise());
        parameters.add(norm());
        parameters.add(pointwise());
    }

    /** Maps [B, C, h, w] to the same shape. */
    <V> V forward(Ops<V> ops, V x, Grid grid) {
        V local = ops.add(local(2, 1).forward(ops, x), local(1, 3).forward(ops, x));
        V attended = attention(ops, x, grid); // [B, C, h, w]
        V down = ops.averagePool(
                ops.reflectPad(attended, 0, 1, 0, 0), new Pooling(WINDOW, 1, PADDING, 0, true)); // [B, C, h, w]
        V across = ops.averagePool(
                ops.reflectPad(attended, 0, 0, 0, 1), new Pooling(1, WINDOW, 0, PADDING, true)); // [B, C, h, w]
        V sum = ops.add(ops.add(down, across), local);
        V padded = ops.reflectPad(sum, 0, 1, 0, 1); // [B, C, h + 1, w + 1]
        return pointwise().forward(ops, norm().forward(ops, depthwise().forward(ops, padded)));
    }

    /** Applies self-attention within windows; the map is mirrored up to whole windows: [B, C, h, w] to the same. */
    private <V> V attention(Ops<V> ops, V x, Grid grid) {
        Grid whole = grid.padded(WINDOW);
        int rows = whole.height() / WINDOW;
        int columns = whole.width() / WINDOW;
        int head = width / HEADS;
        V padded = whole.equals(grid)
                ? x
                : ops.reflectPad(x, 0, whole.height() - grid.height(), 0, whole.width() - grid.width());
        V qkv = qkv().forward(ops, padded); // [B, 3·C, h', w']
        V cut = ops.reshape(qkv, -1, 3L * width, rows, WINDOW, columns, WINDOW);
        V windows = ops.permute(cut, 0, 2, 4, 1, 3, 5); // [B, rows, columns, 3·C, 8, 8]
        V maps = ops.reshape(windows, -1, 3L * HEADS, head, CELLS); // [B·windows, 3·heads, d, 64]
        V tokens = ops.permute(maps, 0, 1, 3, 2); // [B·windows, 3·heads, 64, d]
        List<V> three = ops.split(tokens, 1, 3);
        V y = ops.attention(three.get(0), three.get(1), three.get(2), bias(ops), head);
        y = ops.reshape(ops.permute(y, 0, 1, 3, 2), -1, rows, columns, width, WINDOW, WINDOW);
        y = ops.permute(y, 0, 3, 1, 4, 2, 5); // [B, C, rows, 8, columns, 8]
        y = ops.reshape(y, -1, width, whole.height(), whole.width());
        y = whole.height() == grid.height() ? y : ops.slice(y, 2, 0, grid.height());
        return whole.width() == grid.width() ? y : ops.slice(y, 3, 0, grid.width());
    }

    /** Computes the bias that the distance of two cells of a window adds to their score: [1, heads, 64, 64]. */
    private <V> V bias(Ops<V> ops) {
        float[] index = new float[CELLS * CELLS];
        for (int query = 0; query < CELLS; query++) {
            for (int key = 0; key < CELLS; key++) {
                int down = query / WINDOW - key / WINDOW + WINDOW - 1;
                int across = query % WINDOW - key % WINDOW + WINDOW - 1;
                index[query * CELLS + key] = down * DISTANCES + across;
            }
        }
        V rows = ops.cast(ops.constant(index, index.length), DType.INT64);
        V picked = ops.gather(ops.parameter(name + ".relative_position_bias_table"), rows); // [64·64, heads]
        return ops.reshape(ops.permute(picked, 1, 0), 1, HEADS, CELLS, CELLS);
    }
}
