package io.lynceus.nn.block;

import io.lynceus.nn.Block;
import io.lynceus.nn.Initialiser;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterList;

/** Layer normalisation. Keys: {@code weight} [width], {@code bias} [width]. */
public record LayerNorm(String name, int width, double epsilon) implements Block {
    @Override
    public void declare(ParameterList parameters) {
        parameters.add(name + ".weight", Initialiser.ONES, width);
        parameters.add(name + ".bias", Initialiser.ZEROS, width);
    }

    /** Normalises over the last axis: [..., width]. */
    public <V> V forward(Ops<V> ops, V x) {
        return ops.layerNorm(x, ops.parameter(name + ".weight"), ops.parameter(name + ".bias"), epsilon);
    }

    /** Normalises over the channels of a map (SAM's LayerNorm2d): [N, width, H, W] to the same. */
    public <V> V forwardMap(Ops<V> ops, V map) {
        return ops.permute(forward(ops, ops.permute(map, 0, 2, 3, 1)), 0, 3, 1, 2);
    }
}
