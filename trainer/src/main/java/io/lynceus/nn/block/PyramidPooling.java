package io.lynceus.nn.block;

import io.lynceus.nn.Block;
import io.lynceus.nn.Grid;
import io.lynceus.nn.Interpolation;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterList;
import java.util.ArrayList;
import java.util.List;

/**
 * A map beside its means over 1 × 1, 2 × 2, 3 × 3 and 6 × 6 bins, fused (PSPNet, arXiv 1612.01105). Keys: {@code stages.i.1},
 * {@code bottleneck}.
 *
 * @param name key prefix
 * @param in channels of the map
 * @param width channels of each mean and of the result
 */
public record PyramidPooling(String name, int in, int width) implements Block {
    private static final List<Integer> BINS = List.of(1, 2, 3, 6);

    private ConvNorm stage(int index) {
        return ConvNorm.of(name + ".stages." + index + ".1", in, width, 1, Activation.RELU6);
    }

    private ConvNorm fuse() {
        return ConvNorm.of(name + ".bottleneck", in + BINS.size() * width, width, 3, Activation.RELU6);
    }

    @Override
    public void declare(ParameterList parameters) {
        for (int i = 0; i < BINS.size(); i++) {
            parameters.add(stage(i));
        }
        parameters.add(fuse());
    }

    /** Maps [B, in, h, w] to [B, width, h, w]. */
    public <V> V forward(Ops<V> ops, V map, Grid grid) {
        List<V> all = new ArrayList<>(List.of(map));
        for (int i = 0; i < BINS.size(); i++) {
            Grid bins = new Grid(BINS.get(i), BINS.get(i));
            V means = stage(i).forward(ops, ops.adaptiveAveragePool(map, grid, bins)); // [B, width, bins, bins]
            all.add(ops.interpolate(means, bins, grid, Interpolation.BILINEAR));
        }
        return fuse().forward(ops, ops.concat(1, all));
    }
}
