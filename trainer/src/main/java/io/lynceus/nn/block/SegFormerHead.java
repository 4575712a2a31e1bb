package io.lynceus.nn.block;

import io.lynceus.nn.Block;
import io.lynceus.nn.Convolution;
import io.lynceus.nn.Grid;
import io.lynceus.nn.Interpolation;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterList;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * SegFormer's head (arXiv 2105.15203): every level to one width, resized to the finest, fused, classified. Keys:
 * {@code linear_c{1..}.proj}, finest first; {@code linear_fuse.conv.weight}, {@code linear_fuse.bn}, {@code linear_pred}.
 *
 * @param name key prefix
 * @param channels per level, finest first
 * @param width of every level and of the fusion
 * @param classes K
 */
public record SegFormerHead(String name, List<Integer> channels, int width, int classes) implements Block {
    private static final double DROPOUT = 0.1;

    public SegFormerHead {
        channels = List.copyOf(channels);
    }

    private Linear linear(int level) {
        return new Linear(name + ".linear_c" + (level + 1) + ".proj", channels.get(level), width);
    }

    private ConvNorm fuse() {
        int in = channels.size() * width;
        Conv conv = new Conv(name + ".linear_fuse.conv", in, width, 1, Convolution.POINTWISE, false);
        return new ConvNorm(conv, new BatchNorm(name + ".linear_fuse.bn", width), Activation.RELU);
    }

    private PointwiseConv classify() {
        return new PointwiseConv(name + ".linear_pred", width, classes);
    }

    @Override
    public void declare(ParameterList parameters) {
        IntStream.range(0, channels.size()).mapToObj(this::linear).forEach(parameters::add);
        parameters.add(fuse());
        parameters.add(classify());
    }

    /**
     * Computes logits [B, K, h, w] at the finest level's size.
     *
     * @param levels [B, h, w, C], finest first
     * @param grids of the levels
     */
    public <V> V forward(Ops<V> ops, List<V> levels, List<Grid> grids) {
        List<V> same = new ArrayList<>();
        for (int level = levels.size() - 1; level >= 0; level--) { // coarsest first, as the fusion's weights have it
            Grid grid = grids.get(level);
            V rows = linear(level).forwardRows(ops, levels.get(level)); // [B·h·w, width]
            V tokens = ops.reshape(rows, -1, grid.height(), grid.width(), width);
            V map = ops.permute(tokens, 0, 3, 1, 2); // [B, width, h, w]
            same.add(level == 0 ? map : ops.interpolate(map, grid, grids.get(0), Interpolation.BILINEAR));
        }
        V fused = fuse().forward(ops, ops.concat(1, same)); // [B, width, h, w]
        return classify().forward(ops, ops.dropoutChannels(fused, DROPOUT));
    }
}
