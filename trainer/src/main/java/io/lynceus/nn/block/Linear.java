package io.lynceus.nn.block;

import io.lynceus.nn.Block;
import io.lynceus.nn.Initialiser;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterList;

/**
 * y = x Wᵀ + b on the last axis. Keys: {@code weight} [out, in], {@code bias} [out].
 *
 * @param name key prefix
 * @param in width
 * @param out width
 * @param adds whether forward passes add the bias; it is declared in any case
 */
public record Linear(String name, int in, int out, boolean adds) implements Block {
    public Linear(String name, int in, int out) {
        this(name, in, out, true);
    }

    /** Returns the same map without its sum, for a caller who adds {@link #bias} later. */
    public Linear withoutBias() {
        return new Linear(name, in, out, false);
    }

    @Override
    public void declare(ParameterList parameters) {
        parameters.add(name + ".weight", Initialiser.glorot(in, out), out, in);
        parameters.add(name + ".bias", Initialiser.ZEROS, out);
    }

    /** Maps [..., in] to [..., out]. */
    public <V> V forward(Ops<V> ops, V x) {
        return forward(ops, x, ops.parameter(name + ".weight"));
    }

    /** Maps [..., in] to [..., out] with another weight [out, in]. */
    public <V> V forward(Ops<V> ops, V x, V weight) {
        return ops.linear(x, weight, adds ? bias(ops) : null);
    }

    /** Maps [..., in] to [rows, out]: two dimensions, which runtimes multiply and add in one go. */
    public <V> V forwardRows(Ops<V> ops, V x) {
        return forward(ops, ops.reshape(x, -1, in));
    }

    /** Adds the bias to [..., out], if forward passes do. */
    public <V> V biased(Ops<V> ops, V product) {
        return adds ? ops.add(product, bias(ops)) : product;
    }

    /** Returns b, [out]. */
    public <V> V bias(Ops<V> ops) {
        return ops.parameter(name + ".bias");
    }
}
