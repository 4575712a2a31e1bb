package io.lynceus.nn.block;

import io.lynceus.nn.Block;
import io.lynceus.nn.Convolution;
import io.lynceus.nn.Initialiser;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterList;

/**
 * A convolution with a square kernel. Keys: {@code weight} [out, in/groups, kernel, kernel], {@code bias} [out] where there is
 * one.
 *
 * @param name key prefix
 * @param in channels
 * @param out channels
 * @param kernel side
 * @param how the kernel moves
 * @param bias whether there is one
 */
public record Conv(String name, int in, int out, int kernel, Convolution how, boolean bias) implements Block {
    /** Makes a patch embedding: a convolution of RGB with a bias. */
    public static Conv patches(String name, int out, int kernel, int stride, int padding) {
        return new Conv(name, 3, out, kernel, Convolution.strided(stride, padding), true);
    }

    /** Makes a convolution channel by channel with a bias, which keeps the size of the map. */
    public static Conv depthwise(String name, int channels, int kernel) {
        return new Conv(
                name, channels, channels, kernel, Convolution.same(kernel).depthwise(channels), true);
    }

    @Override
    public void declare(ParameterList parameters) {
        int group = in / how.groups();
        parameters.add(name + ".weight", Initialiser.kaiming(group * kernel * kernel), out, group, kernel, kernel);
        if (bias) {
            parameters.add(name + ".bias", Initialiser.ZEROS, out);
        }
    }

    /** Maps [N, in, H, W] to [N, out, h, w]. */
    public <V> V forward(Ops<V> ops, V map) {
        return ops.conv2d(map, ops.parameter(name + ".weight"), bias ? ops.parameter(name + ".bias") : null, how);
    }
}
