package io.lynceus.nn.balance;

import io.lynceus.nn.Block;
import io.lynceus.nn.Convolution;
import io.lynceus.nn.Grid;
import io.lynceus.nn.Initialiser;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterList;
import io.lynceus.nn.block.Activation;
import io.lynceus.nn.block.BatchNorm;
import io.lynceus.nn.block.Conv;
import io.lynceus.nn.block.ConvNorm;
import io.lynceus.nn.block.PointwiseConv;
import java.util.ArrayList;
import java.util.List;

/**
 * Every cell attends to points that both modalities propose, where the two are mixed by importance. Keys as in the authors' files:
 * {@code fuse_q.conv.{0,1}}, {@code proj_{q,k,v,out}}, {@code conv_offset_{x,y}}, {@code get_sample_weight.{0,2}},
 * {@code rpe_table} [heads, 119, 159], {@code deform_weight} and {@code identity_weight} [C].
 *
 * @param name key prefix
 * @param channels C of the maps
 * @param stage 0..3, which decides groups, heads and stride
 */
record SparseAttention(String name, int channels, int stage) implements Block {
    /** Rows and columns of offsets that the bias knows: for maps of 60 × 80, whatever the real size. */
    private static final Grid TABLE = new Grid(2 * 60 - 1, 2 * 80 - 1);

    private static final int LAST_STAGE = 3;
    private static final double FAINT = 1e-3;
    private static final double SPREAD = 0.01;
    private static final double HALF = 0.5;

    private int groups() {
        return 1 << stage;
    }

    private int heads() {
        return 2 << stage;
    }

    private ConvNorm query() {
        Conv conv = new Conv(name + ".fuse_q.conv.0", 2 * channels, channels, 3, Convolution.same(3), true);
        return new ConvNorm(conv, new BatchNorm(name + ".fuse_q.conv.1", channels), Activation.GELU);
    }

    private PointwiseConv project(String what) {
        return new PointwiseConv(name + ".proj_" + what, channels, channels);
    }

    private SampledPoints points(String which) {
        return new SampledPoints(name + ".conv_offset_" + which, channels, groups(), 8 >> stage);
    }

    private PointwiseConv importance(int layer) {
        return new PointwiseConv(name + ".get_sample_weight." + layer, channels, layer == 0 ? channels : 2);
    }

    @Override
    public void declare(ParameterList parameters) {
        double attention = stage == LAST_STAGE ? 1 : FAINT;
        parameters.add(name + ".deform_weight", new Initialiser(Initialiser.Kind.CONSTANT, attention), channels);
        parameters.add(name + ".identity_weight", Initialiser.ONES, channels);
        parameters.add(
                name + ".rpe_table", Initialiser.truncatedNormal(SPREAD), heads(), TABLE.height(), TABLE.width());
        parameters.add(points("x"));
        parameters.add(points("y"));
        parameters.add(query());
        for (String what : List.of("q", "k", "v", "out")) {
            parameters.add(project(what));
        }
        parameters.add(importance(0));
        parameters.add(importance(2));
    }

    /** Fuses two maps [B, C, h, w] into one. */
    <V> V forward(Ops<V> ops, V first, V second, Grid grid) {
        V both = query().forward(ops, ops.concat(1, List.of(first, second))); // q0: [B, C, h, w]
        V query = project("q").forward(ops, both);
        List<V> proposed =
                List.of(points("x").forward(ops, first, grid), points("y").forward(ops, second, grid));
        V points = ops.concat(2, proposed); // [B·groups, 1, 2·n, 2]
        V sampled = mixed(ops, first, second, query, points, grid); // [B, C, 1, 2·n]
        int count = 2 * points("x").count(grid);
        V attended = ops.attention(
                heads(ops, query, grid.cells()),
                heads(ops, project("k").forward(ops, sampled), count),
                heads(ops, project("v").forward(ops, sampled), count),
                bias(ops, points, count, grid),
                channels / heads()); // [B, heads, h·w, C/heads]
        V map = ops.reshape(ops.permute(attended, 0, 1, 3, 2), -1, channels, grid.height(), grid.width());
        return ops.add(
                ops.mul(project("out").forward(ops, map), perChannel(ops, "deform_weight")),
                ops.mul(both, perChannel(ops, "identity_weight")));
    }

    private <V> V perChannel(Ops<V> ops, String key) {
        return ops.reshape(ops.parameter(name + "." + key), channels, 1, 1);
    }

    /** Samples the two modalities at the points, weighed by the query there. */
    private <V> V mixed(Ops<V> ops, V first, V second, V query, V points, Grid grid) {
        V there = sample(ops, query, points, grid); // [B, C, 1, 2·n]
        V scores = importance(2).forward(ops, ops.relu(importance(0).forward(ops, there)));
        V weights = ops.softmax(scores, 1); // [B, 2, 1, 2·n]
        return ops.add(
                ops.mul(sample(ops, first, points, grid), ops.slice(weights, 1, 0, 1)),
                ops.mul(sample(ops, second, points, grid), ops.slice(weights, 1, 1, 2)));
    }

    /** Maps [B, C, h, w] at points [B·groups, 1, m, 2] to [B, C, 1, m]. */
    private <V> V sample(Ops<V> ops, V map, V points, Grid grid) {
        int width = channels / groups();
        V parts = ops.reshape(map, -1, width, grid.height(), grid.width()); // [B·groups, C/groups, h, w]
        int count = 2 * points("x").count(grid);
        return ops.reshape(ops.gridSample(parts, points), -1, channels, 1, count);
    }

    /** Maps [B, C, ·] of so many tokens to [B, heads, tokens, C/heads]. */
    private <V> V heads(Ops<V> ops, V map, int tokens) {
        return ops.permute(ops.reshape(map, -1, heads(), channels / heads(), tokens), 0, 1, 3, 2);
    }

    /** Computes the bias that the offset from each cell to each point adds to the scores: [B, heads, h·w, m]. */
    private <V> V bias(Ops<V> ops, V points, int count, Grid grid) {
        V byGroup = ops.reshape(points, -1, groups(), count, 2); // [B, groups, m, 2]
        V table = ops.parameter(name + ".rpe_table"); // [heads, 119, 159]
        int own = heads() / groups();
        List<V> parts = new ArrayList<>();
        for (int group = 0; group < groups(); group++) {
            V ways = ops.scale(ops.sub(cells(ops, grid), ops.slice(byGroup, 1, group, group + 1L)), HALF);
            V flat = ops.reshape(ways, 1, -1, count, 2); // [1, B·h·w, m, 2]
            V biases = ops.slice(table, 0, (long) group * own, (group + 1L) * own);
            V read = ops.gridSample(ops.unsqueeze(biases, 0), flat); // [1, heads/groups, B·h·w, m]
            parts.add(ops.permute(ops.reshape(read, own, -1, grid.cells(), count), 1, 0, 2, 3));
        }
        return ops.concat(1, parts);
    }

    /** Returns the positions of the cells, x before y, from -1 to 1: [1, h·w, 1, 2]. */
    private static <V> V cells(Ops<V> ops, Grid grid) {
        float[] places = new float[2 * grid.cells()];
        for (int i = 0; i < grid.cells(); i++) {
            places[2 * i] = (float) SampledPoints.place(i % grid.width(), grid.width());
            places[2 * i + 1] = (float) SampledPoints.place((double) (i / grid.width()), grid.height());
        }
        return ops.constant(places, 1, grid.cells(), 1, 2);
    }
}
