package io.lynceus.nn.mit;

import io.lynceus.nn.Block;
import io.lynceus.nn.Convolution;
import io.lynceus.nn.Grid;
import io.lynceus.nn.Initialiser;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterList;
import io.lynceus.nn.block.Conv;
import io.lynceus.nn.block.LayerNorm;
import io.lynceus.nn.block.Linear;
import java.util.List;

/**
 * Multi-head attention of one map to another, or to itself, whose keys and values come from a map that a strided convolution made
 * smaller. Keys: {@code q}, {@code kv}, {@code proj}, and with a reduction {@code sr} and {@code norm}.
 *
 * @param name key prefix
 * @param channels of both maps
 * @param heads which divide the channels
 * @param reduction how many times smaller keys and values are, in each direction; 1 for no reduction
 * @param silent true if the projection starts at zero, so that the attention has no effect at first
 */
public record ReducedAttention(String name, int channels, int heads, int reduction, boolean silent) implements Block {
    private Linear query() {
        return new Linear(name + ".q", channels, channels);
    }

    private Linear keyValue() {
        return new Linear(name + ".kv", channels, 2 * channels);
    }

    private Conv reduce() {
        Convolution how = Convolution.strided(reduction, 0);
        return new Conv(name + ".sr", channels, channels, reduction, how, true);
    }

    private LayerNorm norm() {
        return new LayerNorm(name + ".norm", channels, Mit.EPSILON);
    }

    private Linear projection() {
        return new Linear(name + ".proj", channels, channels);
    }

    @Override
    public void declare(ParameterList parameters) {
        parameters.add(query());
        parameters.add(keyValue());
        if (reduction > 1) {
            parameters.add(reduce());
            parameters.add(norm());
        }
        if (silent) {
            parameters.add(projection().name() + ".weight", Initialiser.ZEROS, channels, channels);
            parameters.add(projection().name() + ".bias", Initialiser.ZEROS, channels);
        } else {
            parameters.add(projection());
        }
    }

    /**
     * Computes what each cell of {@code x} gets from {@code source}.
     *
     * @param x [N, h, w, C], normalised
     * @param source [N, h, w, C], normalised
     * @param grid h and w, which the reduction divides
     * @return [N, h, w, C]
     */
    public <V> V forward(Ops<V> ops, V x, V source, Grid grid) {
        int cells = grid.cells();
        int seen = grid.coarser(reduction).cells();
        V keyValue = keyValue().forwardRows(ops, reduced(ops, source)); // [N·S, 2·C]
        V q = heads(ops, query().forwardRows(ops, x), cells);
        List<V> both = ops.split(keyValue, -1, 2);
        V k = heads(ops, both.get(0), seen);
        V v = heads(ops, both.get(1), seen);
        V y = ops.permute(ops.attention(q, k, v, channels / heads), 0, 2, 1, 3); // [N, h·w, heads, C/heads]
        V rows = projection().forwardRows(ops, y); // [N·h·w, C]
        return ops.reshape(rows, -1, grid.height(), grid.width(), channels);
    }

    private <V> V reduced(Ops<V> ops, V source) {
        if (reduction == 1) {
            return source;
        }
        V small = reduce().forward(ops, ops.permute(source, 0, 3, 1, 2)); // [N, C, h/r, w/r]
        return norm().forward(ops, ops.permute(small, 0, 2, 3, 1));
    }

    /** Maps [N·tokens, C] to [N, heads, tokens, C/heads]. */
    private <V> V heads(Ops<V> ops, V rows, int tokens) {
        return ops.permute(ops.reshape(rows, -1, tokens, heads, channels / heads), 0, 2, 1, 3);
    }
}
