package io.lynceus.nn.block;

import io.lynceus.nn.Block;
import io.lynceus.nn.Convolution;
import io.lynceus.nn.Grid;
import io.lynceus.nn.Interpolation;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * UPerNet's head (arXiv 1807.10221): pyramid pooling of the last level, sums from there to the first, all levels fused and
 * classified. Keys: {@code ppm}, {@code lateral_convs.i}, {@code fpn_convs.i}, {@code fpn_bottleneck}, {@code classifier.1.0}.
 *
 * @param name key prefix
 * @param in channels of each level
 * @param levels number of levels
 * @param classes K
 * @param bias whether the classification has one
 */
public record UperNetHead(String name, int in, int levels, int classes, boolean bias) implements Block {
    private static final int WIDTH = 64;
    private static final double DROPOUT = 0.1;

    /** Returns the pooling of the last level. */
    public PyramidPooling pooling() {
        return new PyramidPooling(name + ".ppm", in, WIDTH);
    }

    private ConvNorm lateral(int level) {
        return ConvNorm.of(name + ".lateral_convs." + level, in, WIDTH, 1, Activation.NONE);
    }

    private ConvNorm smooth(int level) {
        return ConvNorm.of(name + ".fpn_convs." + level, WIDTH, WIDTH, 3, Activation.RELU6);
    }

    private ConvNorm fuse() {
        return ConvNorm.of(name + ".fpn_bottleneck", levels * WIDTH, WIDTH, 3, Activation.RELU6);
    }

    private Conv classify() {
        return new Conv(name + ".classifier.1.0", WIDTH, classes, 1, Convolution.POINTWISE, bias);
    }

    @Override
    public void declare(ParameterList parameters) {
        parameters.add(pooling());
        for (int level = 0; level < levels - 1; level++) {
            parameters.add(lateral(level));
            parameters.add(smooth(level));
        }
        parameters.add(fuse());
        parameters.add(classify());
    }

    /**
     * Computes logits [B, K, h, w] at the first level's size.
     *
     * @param maps [B, in, h, w], finest first
     * @param grids of the maps
     */
    public <V> V forward(Ops<V> ops, List<V> maps, List<Grid> grids) {
        int last = levels - 1;
        V below = pooling().forward(ops, maps.get(last), grids.get(last)); // [B, 64, ..]
        List<V> fine = new ArrayList<>(List.of(resized(ops, below, grids.get(last), grids.get(0))));
        for (int level = last - 1; level >= 0; level--) {
            V larger = resized(ops, below, grids.get(level + 1), grids.get(level));
            below = ops.add(lateral(level).forward(ops, maps.get(level)), larger);
            fine.add(resized(ops, smooth(level).forward(ops, below), grids.get(level), grids.get(0)));
        }
        Collections.reverse(fine); // first level first, as the fusion's weights have it
        V fused = fuse().forward(ops, ops.concat(1, fine)); // [B, 64, h, w]
        return classify().forward(ops, ops.dropoutChannels(fused, DROPOUT));
    }

    private static <V> V resized(Ops<V> ops, V map, Grid from, Grid to) {
        return from.equals(to) ? map : ops.interpolate(map, from, to, Interpolation.BILINEAR);
    }
}
