package io.lynceus.nn.sam2;

import io.lynceus.nn.Block;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterList;
import io.lynceus.nn.block.Linear;

/**
 * Multi-head attention with separate projections, of SAM's decoder. Keys: {@code q_proj, k_proj, v_proj} [inner, width],
 * {@code out_proj} [width, inner].
 *
 * @param name key prefix
 * @param width of tokens in and out
 * @param inner width of all heads together
 * @param heads their number
 */
record SplitAttention(String name, int width, int inner, int heads) implements Block {
    private Linear in(String which) {
        return new Linear(name + "." + which + "_proj", width, inner);
    }

    private Linear out() {
        return new Linear(name + ".out_proj", inner, width);
    }

    @Override
    public void declare(ParameterList parameters) {
        parameters.add(in("q"));
        parameters.add(in("k"));
        parameters.add(in("v"));
        parameters.add(out());
    }

    /**
     * Returns [B, queries, width].
     *
     * @param q [B, queries, width]; a batch of 1 is shared by all
     * @param k [B, keys, width]
     * @param v [B, keys, width]
     * @param queries their number
     * @param keys their number
     */
    <V> V forward(Ops<V> ops, V q, V k, V v, int queries, int keys) {
        V y = ops.attention(
                split(ops, in("q").forward(ops, q), queries),
                split(ops, in("k").forward(ops, k), keys),
                split(ops, in("v").forward(ops, v), keys),
                inner / heads); // [B, heads, queries, inner/heads]
        y = ops.reshape(ops.permute(y, 0, 2, 1, 3), -1, queries, inner);
        return out().forward(ops, y);
    }

    private <V> V split(Ops<V> ops, V x, int tokens) {
        return ops.permute(ops.reshape(x, -1, tokens, heads, inner / heads), 0, 2, 1, 3);
    }
}
