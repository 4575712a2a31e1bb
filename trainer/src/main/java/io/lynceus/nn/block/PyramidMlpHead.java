package io.lynceus.nn.block;

import io.lynceus.nn.Block;
import io.lynceus.nn.Grid;
import io.lynceus.nn.Interpolation;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterList;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A SegFormer-like head: every level through its own perceptron, resized to the finest, fused, classified. Keys:
 * {@code mlps.i.layers.{0,1,2}}, {@code fuse.*} [hidden, levels·hidden, 1, 1], {@code pred.*} [classes, hidden, 1, 1].
 * MLE-SAM's equation 12 (no normalisation in the fusion: the published count leaves no room for it).
 *
 * @param channels per level, coarsest first
 * @param hidden width of all perceptrons
 */
public record PyramidMlpHead(String name, List<Integer> channels, int hidden, int classes) implements Block {
    private static final double DROPOUT = 0.1;

    public PyramidMlpHead {
        channels = List.copyOf(channels);
    }

    private Mlp mlp(int level) {
        List<Integer> widths = List.of(channels.get(level), hidden, hidden, hidden);
        return new Mlp(name + ".mlps." + level, widths, Activation.RELU);
    }

    private PointwiseConv fuse() {
        return new PointwiseConv(name + ".fuse", channels.size() * hidden, hidden);
    }

    private PointwiseConv classify() {
        return new PointwiseConv(name + ".pred", hidden, classes);
    }

    @Override
    public void declare(ParameterList parameters) {
        IntStream.range(0, channels.size()).mapToObj(this::mlp).forEach(parameters::add);
        parameters.add(fuse());
        parameters.add(classify());
    }

    /**
     * Computes logits [B, classes, height, width] at the finest level's size.
     *
     * @param levels [B, h, w, channels], coarsest first, each twice as fine as the one before
     * @param coarsest grid of the first level
     */
    public <V> V forward(Ops<V> ops, List<V> levels, Grid coarsest) {
        Grid finest = coarsest.finer(1 << (levels.size() - 1));
        List<V> same = new ArrayList<>();
        for (int level = 0; level < levels.size(); level++) {
            Grid grid = coarsest.finer(1 << level);
            V rows = ops.reshape(levels.get(level), -1, channels.get(level)); // [B·h·w, C]
            V tokens = ops.reshape(mlp(level).forward(ops, rows), -1, grid.height(), grid.width(), hidden);
            V map = ops.permute(tokens, 0, 3, 1, 2); // [B, hidden, h, w]
            boolean own = level == levels.size() - 1;
            same.add(own ? map : ops.interpolate(map, grid, finest, Interpolation.BILINEAR));
        }
        V fused = fuse().forward(ops, ops.concat(1, same));
        return classify().forward(ops, ops.dropoutChannels(fused, DROPOUT));
    }
}
