package io.lynceus.nn.block;

import io.lynceus.nn.Block;
import io.lynceus.nn.Initialiser;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterList;

/**
 * Batch normalisation. Keys: {@code weight}, {@code bias}, and the buffers {@code running_mean}, {@code running_var}, each
 * [channels].
 */
public record BatchNorm(String name, int channels, double epsilon) implements Block {
    /** Makes a batch normalisation with PyTorch's default epsilon. */
    public BatchNorm(String name, int channels) {
        this(name, channels, 1e-5);
    }

    @Override
    public void declare(ParameterList parameters) {
        parameters.add(name + ".weight", Initialiser.ONES, channels);
        parameters.add(name + ".bias", Initialiser.ZEROS, channels);
        parameters.addBuffer(name + ".running_mean", Initialiser.ZEROS, channels);
        parameters.addBuffer(name + ".running_var", Initialiser.ONES, channels);
    }

    /** Maps [N, C, H, W] to the same shape. */
    public <V> V forward(Ops<V> ops, V map) {
        Ops.BatchStatistics<V> statistics = new Ops.BatchStatistics<>(
                ops.parameter(name + ".weight"),
                ops.parameter(name + ".bias"),
                ops.parameter(name + ".running_mean"),
                ops.parameter(name + ".running_var"));
        return ops.batchNorm(map, statistics, epsilon);
    }
}
