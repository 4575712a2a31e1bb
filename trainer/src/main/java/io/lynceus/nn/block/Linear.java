package io.lynceus.nn.block;

import io.lynceus.nn.Block;
import io.lynceus.nn.Initialiser;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterList;

/** y = x Wᵀ + b on the last axis. Keys: {@code weight} [out, in], {@code bias} [out]. */
public record Linear(String name, int in, int out) implements Block {
    @Override
    public void declare(ParameterList parameters) {
        parameters.add(name + ".weight", Initialiser.glorot(in, out), out, in);
        parameters.add(name + ".bias", Initialiser.ZEROS, out);
    }

    /** Maps [..., in] to [..., out]. */
    public <V> V forward(Ops<V> ops, V x) {
        return ops.linear(x, ops.parameter(name + ".weight"), ops.parameter(name + ".bias"));
    }

    /** Maps [..., in] to [rows, out]: two dimensions, which runtimes multiply and add in one go. */
    public <V> V forwardRows(Ops<V> ops, V x) {
        return forward(ops, ops.reshape(x, -1, in));
    }
}
