package io.lynceus.nn.adapter;

import io.lynceus.nn.Grid;
import io.lynceus.nn.Ops;
import io.lynceus.nn.block.Conv;
import io.lynceus.nn.block.LayerNorm;
import io.lynceus.nn.block.Linear;
import java.util.List;

/**
 * The actions of an adapter in one forward pass. The default of every method is the backbone without an adapter; override the ones
 * that the adapter needs. All values are ragged: the first axis is N, or N times the windows of a frame.
 */
public interface Hooks<V> {
    /** Embeds patches: frames [N, 3, H, W] to a map [N, C, h, w]. */
    default V patches(Ops<V> ops, Place place, Conv shared, V frames) {
        return shared.forward(ops, frames);
    }

    /** Acts before the first block of a stage, on patches only (no class token): [N, h, w, C] to the same. */
    default V enter(Ops<V> ops, Place stage, V tokens) {
        return tokens;
    }

    /**
     * Acts like {@link #enter(Ops, Place, Object)} for an adapter that needs the size of the stage's map; a backbone of pyramids
     * calls this one.
     */
    default V enter(Ops<V> ops, Place stage, V tokens, Grid grid) {
        return enter(ops, stage, tokens);
    }

    /**
     * Applies a layer normalisation that may differ by modality: of the patches, or of a stage's output ({@code place} is the
     * patches' or the stage's).
     */
    default V normalise(Ops<V> ops, Place place, LayerNorm shared, V tokens) {
        return shared.forward(ops, tokens);
    }

    /** Acts after the last block of a stage, after its normalisation if it has one: [N, h, w, C] to the same. */
    default V leave(Ops<V> ops, Place stage, V tokens) {
        return tokens;
    }

    /**
     * Applies a linear map of a block ({@code QKV}, {@code PROJECTION}, {@code HIDDEN}, {@code OUTPUT}).
     *
     * @param x [.., in] in the attention, [rows, in] in the perceptron; the tokens of a frame one after the other
     * @param shared the map; it may leave the sum to the caller ({@link Linear#withoutBias})
     * @param tokens number of tokens of a frame, window padding included: {@code reshape(x, -1, tokens, in)} has a row a frame
     * @return [.., out], in any shape with the same elements in the attention, [rows, out] in the perceptron
     */
    default V project(Ops<V> ops, Place place, Linear shared, V x, int tokens) {
        return switch (place.kind()) {
            case HIDDEN, OUTPUT -> shared.forward(ops, x);
            default -> shared.forwardRows(ops, x);
        };
    }

    /**
     * Computes queries, keys and values of an attention, [.., out / 3] each.
     *
     * @param x [.., in], as in {@link #project}
     * @param tokens number of tokens of a frame, as in {@link #project}
     */
    default List<V> projectToThree(Ops<V> ops, Place qkv, Linear shared, V x, int tokens) {
        return ops.split(project(ops, qkv, shared, x, tokens), -1, 3);
    }

    /**
     * Computes the first residual sum of a block: x + y.
     *
     * @param x the block's input
     * @param y the attention's output, scaled and dropped as the backbone does it, of the shape of x
     * @param tokens number of tokens of a frame
     */
    default V attended(Ops<V> ops, Place block, V x, V y, int tokens) {
        return ops.add(x, y);
    }

    /**
     * Computes the second residual sum of a block: x + y.
     *
     * @param x the result of {@link #attended}
     * @param normed x after the block's second normalisation, the perceptron's input
     * @param y the perceptron's output, scaled and dropped as the backbone does it, of the shape of x
     * @param tokens number of tokens of a frame
     */
    default V perceived(Ops<V> ops, Place block, V x, V normed, V y, int tokens) {
        return ops.add(x, y);
    }

    /** Acts after a block with that many tokens per frame: [.., C] to the same shape. */
    default V after(Ops<V> ops, Place block, V x, int tokens) {
        return x;
    }
}
