package io.lynceus.nn.block;

import io.lynceus.nn.Ops;

/** The nonlinearity of an {@link Mlp}. */
public enum Activation {
    RELU,
    GELU;

    <V> V apply(Ops<V> ops, V x) {
        return switch (this) {
            case RELU -> ops.relu(x);
            case GELU -> ops.gelu(x);
        };
    }
}
