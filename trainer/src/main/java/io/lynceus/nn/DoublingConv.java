package io.lynceus.nn;

/** A transposed 2 × 2 convolution of stride 2: twice the size. Keys: {@code weight} [in, out, 2, 2], {@code bias} [out]. */
public record DoublingConv(String name, int in, int out) implements Block {
    @Override
    public void declare(ParameterList parameters) {
        parameters.add(name + ".weight", Initialiser.kaiming(in), in, out, 2, 2);
        parameters.add(name + ".bias", Initialiser.ZEROS, out);
    }

    /** [N, in, H, W] to [N, out, 2H, 2W]. */
    public <V> V forward(Ops<V> ops, V x) {
        return ops.convTranspose2d(x, ops.parameter(name + ".weight"), ops.parameter(name + ".bias"), 2);
    }
}
