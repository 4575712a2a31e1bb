package io.lynceus.nn.block;

import io.lynceus.nn.Ops;

/** The nonlinearity between linear maps. */
public enum Activation {
    NONE,
    RELU,
    /** ReLU that ends at 6. */
    RELU6,
    GELU;

    public <V> V apply(Ops<V> ops, V x) {
        return switch (this) {
            case NONE -> x;
            case RELU6 -> ops.clamp(x, 0, 6);
            case RELU -> ops.relu(x);
            case GELU -> ops.gelu(x);
        };
    }
}
