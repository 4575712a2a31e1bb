package io.lynceus.nn;

/** Layer normalisation. Keys: {@code weight} [width], {@code bias} [width]. */
public record LayerNorm(String name, int width, double epsilon) implements Block {
    @Override
    public void declare(ParameterList parameters) {
        parameters.add(name + ".weight", Initialiser.ONES, width);
        parameters.add(name + ".bias", Initialiser.ZEROS, width);
    }

    /** Over the last axis: [..., width]. */
    public <V> V forward(Ops<V> ops, V x) {
        return ops.layerNorm(x, ops.parameter(name + ".weight"), ops.parameter(name + ".bias"), epsilon);
    }

    /** Over the channels of [N, width, H, W]: SAM's LayerNorm2d. */
    public <V> V forwardChannels(Ops<V> ops, V x) {
        V last = ops.permute(x, 0, 2, 3, 1); // [N, H, W, width]
        return ops.permute(forward(ops, last), 0, 3, 1, 2); // [N, width, H, W]
    }
}
