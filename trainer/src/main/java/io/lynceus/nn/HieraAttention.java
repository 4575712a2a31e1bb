package io.lynceus.nn;

import io.lynceus.nn.LoraOptions.Rows;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Windowed multi-head self-attention of Hiera, with LoRA experts on queries and values. In a transition block the queries are
 * pooled 2 × 2, which halves the map. Keys: {@code qkv.*} [3·out, in], {@code proj.*} [out, out].
 *
 * @param name key prefix
 * @param shape of the block
 * @param lora its experts
 */
record HieraAttention(String name, HieraBlock.Shape shape, LoraOptions lora) implements Block {
    private Linear qkv() {
        return new Linear(name + ".qkv", shape.in(), 3 * shape.out());
    }

    private Linear projection() {
        return new Linear(name + ".proj", shape.out(), shape.out());
    }

    private Lora experts(String target) {
        int rows = lora.rows() == Rows.OUT ? shape.out() : shape.in();
        return new Lora(name + ".lora_" + target, lora.modalities(), lora.rank(), shape.in(), rows);
    }

    @Override
    public void declare(ParameterList parameters) {
        parameters.add(qkv());
        if (lora.rank() > 0) {
            parameters.add(experts("q"));
            parameters.add(experts("v"));
        }
        parameters.add(projection());
    }

    /** x [N, H, W, in] (normalised) to [N, H, W, out], or half of H and W in a transition block. */
    <V> V forward(Ops<V> ops, V x, Grid grid, @Nullable V modality) {
        WindowPartition windows = new WindowPartition(grid, shape.window());
        int out = shape.out();
        V tokens = windows.partition(ops, x, shape.in()); // [N·windows, w·w, in]
        V qkv = qkv().forward(ops, tokens); // [N·windows, w·w, 3·out]
        V q = ops.slice(qkv, -1, 0, out);
        V k = ops.slice(qkv, -1, out, 2L * out);
        V v = ops.slice(qkv, -1, 2L * out, 3L * out);
        if (lora.rank() > 0 && modality != null) {
            q = addFirst(ops, q, update(ops, experts("q"), tokens, windows, modality));
            v = addLast(ops, v, update(ops, experts("v"), tokens, windows, modality));
        }
        if (shape.transition()) {
            q = pool(ops, q, windows.windowGrid()); // after the update, as MLE-SAM's equation 5 has it
        }
        int keys = windows.windowGrid().cells();
        int queries = shape.transition() ? keys / 4 : keys;
        int width = out / shape.heads();
        V y = ops.attention(heads(ops, q, queries), heads(ops, k, keys), heads(ops, v, keys), width);
        y = ops.reshape(ops.permute(y, 0, 2, 1, 3), -1, queries, out); // [N·windows, queries, out]
        y = projection().forward(ops, y);
        return (shape.transition() ? windows.halved() : windows).merge(ops, y, out);
    }

    /** Experts are chosen per frame, so all windows of a frame are laid side by side. */
    private <V> V update(Ops<V> ops, Lora experts, V tokens, WindowPartition windows, V modality) {
        V frames = ops.reshape(tokens, -1, windows.tokens(), shape.in()); // [N, windows·w·w, in]
        V update = experts.forward(ops, frames, modality);
        return ops.reshape(update, -1, windows.windowGrid().cells(), experts.out()); // [N·windows, w·w, rows]
    }

    private <V> V addFirst(Ops<V> ops, V x, V update) {
        int missing = shape.out() - experts("q").out();
        return ops.add(x, missing == 0 ? update : ops.padEnd(update, -1, missing));
    }

    private <V> V addLast(Ops<V> ops, V x, V update) {
        int missing = shape.out() - experts("v").out();
        if (missing == 0) {
            return ops.add(x, update);
        }
        V last = ops.add(ops.slice(x, -1, missing, shape.out()), update);
        return ops.concat(-1, List.of(ops.slice(x, -1, 0, missing), last));
    }

    private <V> V pool(Ops<V> ops, V q, Grid window) {
        V map = ops.reshape(q, -1, window.height(), window.width(), shape.out());
        V pooled = HieraBlock.pool(ops, map); // [N·windows, w/2, w/2, out]
        return ops.reshape(pooled, -1, window.coarser(2).cells(), shape.out());
    }

    /** [N·windows, tokens, out] to [N·windows, heads, tokens, out/heads]. */
    private <V> V heads(Ops<V> ops, V x, int tokens) {
        V split = ops.reshape(x, -1, tokens, shape.heads(), shape.out() / shape.heads());
        return ops.permute(split, 0, 2, 1, 3);
    }
}
