package io.lynceus.nn.block;

import io.lynceus.nn.Block;
import io.lynceus.nn.Initialiser;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterList;

/** Group normalisation. Keys: {@code weight} [channels], {@code bias} [channels]. */
public record GroupNorm(String name, int groups, int channels, double epsilon) implements Block {
    @Override
    public void declare(ParameterList parameters) {
        parameters.add(name + ".weight", Initialiser.ONES, channels);
        parameters.add(name + ".bias", Initialiser.ZEROS, channels);
    }

    /** Maps [N, C, H, W] to the same shape. */
    public <V> V forward(Ops<V> ops, V map) {
        return ops.groupNorm(map, groups, ops.parameter(name + ".weight"), ops.parameter(name + ".bias"), epsilon);
    }
}
