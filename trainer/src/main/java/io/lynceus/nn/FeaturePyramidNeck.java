package io.lynceus.nn;

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
     * MLE-SAM's equation 6: levels of stride 4, 8 and 16, finest first, [N, width, H/stride, W/stride].
     *
     * @param stages [N, h, w, C], finest first
     * @param coarsest grid of the last stage
     */
    public <V> List<V> forward(Ops<V> ops, List<V> stages, Grid coarsest) {
        List<V> maps = new ArrayList<>();
        for (int stage = 0; stage < stages.size(); stage++) {
            V map = ops.permute(stages.get(stage), 0, 3, 1, 2); // [N, C, h, w]
            maps.add(lateral(stage).forward(ops, map));
        }
        int last = maps.size() - 1;
        Grid above = coarsest.finer(2);
        V up = ops.interpolate(maps.get(last), above.height(), above.width(), Interpolation.NEAREST);
        maps.set(last - 1, ops.add(maps.get(last - 1), up));
        return maps.subList(0, last);
    }
}
