package io.lynceus.nn.sam2;

import io.lynceus.nn.Block;
import io.lynceus.nn.Grid;
import io.lynceus.nn.Interpolation;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterList;
import io.lynceus.nn.block.PointwiseConv;
import java.util.ArrayList;
import java.util.List;

/**
 * SAM 2's neck: each stage to one width by a 1 × 1 convolution; the coarsest level is added to the next one. Keys:
 * {@code convs.i.conv}, where i = 0 is the coarsest level.
 *
 * @param name key prefix
 * @param channels of the stages, finest first
 * @param width of every output
 */
public record FeaturePyramidNeck(String name, List<Integer> channels, int width) implements Block {
    public FeaturePyramidNeck {
        channels = List.copyOf(channels);
    }

    private PointwiseConv lateral(int stage) {
        int index = channels.size() - 1 - stage; // keys count from the coarsest
        return new PointwiseConv(name + ".convs." + index + ".conv", channels.get(stage), width);
    }

    @Override
    public void declare(ParameterList parameters) {
        for (int stage = channels.size() - 1; stage >= 0; stage--) {
            parameters.add(lateral(stage));
        }
    }

    /**
     * Computes MLE-SAM's equation 6: levels of stride 4, 8 and 16, finest first, [N, H/stride, W/stride, width].
     *
     * @param stages [N, h, w, C], finest first, each half the size of the one before
     * @param finest grid of the first stage
     */
    public <V> List<V> forward(Ops<V> ops, List<V> stages, Grid finest) {
        List<V> levels = new ArrayList<>();
        for (int stage = 0; stage < stages.size(); stage++) {
            Grid grid = finest.coarser(1 << stage);
            V rows = lateral(stage).forwardRows(ops, stages.get(stage)); // [N·h·w, width]
            levels.add(ops.reshape(rows, -1, grid.height(), grid.width(), width));
        }
        int last = levels.size() - 1;
        V up = enlarge(ops, levels.get(last), finest.coarser(1 << last));
        levels.set(last - 1, ops.add(levels.get(last - 1), up));
        return levels.subList(0, last);
    }

    private static <V> V enlarge(Ops<V> ops, V tokens, Grid grid) {
        V map = ops.permute(tokens, 0, 3, 1, 2); // [N, width, h, w]
        V large = ops.interpolate(map, grid, grid.finer(2), Interpolation.NEAREST);
        return ops.permute(large, 0, 2, 3, 1);
    }
}
