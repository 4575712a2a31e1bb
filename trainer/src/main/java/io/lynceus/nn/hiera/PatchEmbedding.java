package io.lynceus.nn.hiera;

import io.lynceus.nn.Block;
import io.lynceus.nn.Convolution;
import io.lynceus.nn.Initialiser;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterList;

/** Overlapping 7 × 7 patches, stride 4, to tokens. Keys: {@code proj.weight} [width, 3, 7, 7], {@code proj.bias}. */
public record PatchEmbedding(String name, int width) implements Block {
    private static final int KERNEL = 7;
    public static final int STRIDE = 4;
    private static final int PADDING = 3;

    @Override
    public void declare(ParameterList parameters) {
        parameters.add(name + ".proj.weight", Initialiser.kaiming(3 * KERNEL * KERNEL), width, 3, KERNEL, KERNEL);
        parameters.add(name + ".proj.bias", Initialiser.ZEROS, width);
    }

    /** [N, 3, H, W] to [N, H/4, W/4, width]. */
    public <V> V forward(Ops<V> ops, V frames) {
        V map = ops.conv2d(
                frames,
                ops.parameter(name + ".proj.weight"),
                ops.parameter(name + ".proj.bias"),
                Convolution.strided(STRIDE, PADDING)); // [N, width, H/4, W/4]
        return ops.permute(map, 0, 2, 3, 1);
    }
}
