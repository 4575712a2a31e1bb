package io.lynceus.nn.hiera;

import io.lynceus.nn.Block;
import io.lynceus.nn.Grid;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterList;
import io.lynceus.nn.adapter.Lora;
import io.lynceus.nn.adapter.LoraOptions;
import io.lynceus.nn.adapter.LoraOptions.Form;
import io.lynceus.nn.adapter.LoraOptions.Rows;
import io.lynceus.nn.block.Linear;
import io.lynceus.nn.block.WindowPartition;
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
        int keys = windows.windowGrid().cells();
        int queries = shape.transition() ? keys / 4 : keys;
        V tokens = windows.partition(ops, x, shape.in()); // [N·windows, w·w, in]
        V qkv = project(ops, tokens, windows, modality); // [.., 3·out]
        V q = slice(ops, qkv, 0);
        V k = slice(ops, qkv, 1);
        V v = slice(ops, qkv, 2);
        if (shape.transition()) {
            q = pool(ops, q, windows.windowGrid()); // after the update, as MLE-SAM's equation 5 has it
        }
        int width = out / shape.heads();
        V y = ops.attention(heads(ops, q, queries), heads(ops, k, keys), heads(ops, v, keys), width);
        y = ops.permute(y, 0, 2, 1, 3); // [N·windows, queries, heads, out/heads]
        y = projection().forwardRows(ops, ops.reshape(y, -1, out)); // [N·windows·queries, out]
        return (shape.transition() ? windows.halved() : windows).merge(ops, y, out);
    }

    private <V> V slice(Ops<V> ops, V qkv, int which) {
        return ops.slice(qkv, -1, (long) which * shape.out(), (which + 1L) * shape.out());
    }

    /** Queries, keys and values of all tokens, experts included. */
    private <V> V project(Ops<V> ops, V tokens, WindowPartition windows, @Nullable V modality) {
        if (lora.rank() == 0 || modality == null) {
            return qkv().forwardRows(ops, tokens); // [rows, 3·out]
        }
        if (lora.modalities() == 1 && lora.form() == Form.MERGED) {
            V weights = ops.reshape(merged(ops), 3L * shape.out(), shape.in());
            return ops.linear(ops.reshape(tokens, -1, shape.in()), weights, ops.parameter(name + ".qkv.bias"));
        }
        // Experts are chosen per frame, so all windows of a frame are laid side by side.
        V frames = ops.reshape(tokens, -1, windows.tokens(), shape.in()); // [N, windows·w·w, in]
        return switch (lora.form()) {
            case FACTORED -> {
                V q = experts("q").forward(ops, frames, modality); // [N, windows·w·w, rows]
                V update = spread(ops, q, experts("v").forward(ops, frames, modality), -1);
                yield ops.add(qkv().forward(ops, frames), update); // [N, windows·w·w, 3·out]
            }
            case MERGED -> {
                V weights = ops.permute(merged(ops), 0, 2, 1); // [M, in, 3·out]
                V product = ops.matmul(frames, ops.gather(weights, modality)); // [N, windows·w·w, 3·out]
                yield ops.add(product, ops.parameter(name + ".qkv.bias"));
            }
        };
    }

    /** The shared weights with each expert's update added: [M, 3·out, in]. */
    private <V> V merged(Ops<V> ops) {
        V update = spread(ops, experts("q").product(ops), experts("v").product(ops), 1);
        return ops.add(ops.parameter(name + ".qkv.weight"), update);
    }

    /** The update of all outputs: the first ones (queries) and the last ones (values) change, those between do not. */
    private <V> V spread(Ops<V> ops, V q, V v, int axis) {
        int between = 3 * shape.out() - 2 * experts("q").out();
        return ops.concat(axis, List.of(ops.padEnd(q, axis, between), v));
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
