package io.lynceus.nn;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One block of Hiera: attention, then a perceptron, each with a residual. A transition block doubles the channels and halves
 * the map; its shortcut projects the normalised input. Keys: {@code norm1, attn, norm2, mlp.layers.{0,1}}, {@code proj} in a
 * transition.
 */
record HieraBlock(String name, Shape shape, LoraOptions lora) implements Block {
    static final double EPSILON = 1e-6;

    /**
     * What a block's sizes are.
     *
     * @param in channels that come in
     * @param out channels that go out: in, or twice in for a transition
     * @param heads attention heads
     * @param window side, 0 for the whole map
     */
    record Shape(int in, int out, int heads, int window) {
        boolean transition() {
            return in != out;
        }
    }

    private LayerNorm norm1() {
        return new LayerNorm(name + ".norm1", shape.in(), EPSILON);
    }

    private HieraAttention attention() {
        return new HieraAttention(name + ".attn", shape, lora);
    }

    private LayerNorm norm2() {
        return new LayerNorm(name + ".norm2", shape.out(), EPSILON);
    }

    private Mlp mlp() {
        return new Mlp(name + ".mlp", List.of(shape.out(), 4 * shape.out(), shape.out()), Activation.GELU);
    }

    private Linear projection() {
        return new Linear(name + ".proj", shape.in(), shape.out());
    }

    @Override
    public void declare(ParameterList parameters) {
        parameters.add(norm1());
        parameters.add(attention());
        parameters.add(norm2());
        parameters.add(mlp());
        if (shape.transition()) {
            parameters.add(projection());
        }
    }

    /** [N, H, W, in] to [N, H, W, out], or [N, H/2, W/2, out] for a transition. */
    <V> V forward(Ops<V> ops, V x, Grid grid, @Nullable V modality) {
        V normed = norm1().forward(ops, x);
        V shortcut = shape.transition() ? pool(ops, projection().forward(ops, normed)) : x;
        V y = ops.add(shortcut, attention().forward(ops, normed, grid, modality));
        return ops.add(y, mlp().forward(ops, norm2().forward(ops, y)));
    }

    /** 2 × 2 maxima of a map of tokens: [N, H, W, C] to [N, H/2, W/2, C]. */
    static <V> V pool(Ops<V> ops, V tokens) {
        V map = ops.permute(tokens, 0, 3, 1, 2); // [N, C, H, W]
        return ops.permute(ops.maxPool(map, 2), 0, 2, 3, 1);
    }
}
