package io.lynceus.nn.sam2;

import io.lynceus.nn.Block;
import io.lynceus.nn.Grid;
import io.lynceus.nn.Initialiser;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterList;
import java.util.List;

/**
 * SAM's prompt encoder for an empty prompt: two padding points and no mask. Keys: {@code pe_layer},
 * {@code not_a_point_embed.weight} [1, width], {@code no_mask_embed.weight} [1, width].
 */
public record PromptEncoder(String name, int width) implements Block {
    /** Tokens of the absent point prompt. */
    static final int SPARSE_TOKENS = 2;

    private FourierPositions positions() {
        return new FourierPositions(name + ".pe_layer", width);
    }

    @Override
    public void declare(ParameterList parameters) {
        parameters.add(positions());
        parameters.add(name + ".not_a_point_embed.weight", Initialiser.normal(1), 1, width);
        parameters.add(name + ".no_mask_embed.weight", Initialiser.normal(1), 1, width);
    }

    /** Returns the empty prompt for maps of that size. */
    public <V> MaskDecoder.Prompt<V> forward(Ops<V> ops, Grid grid) {
        V padding = ops.parameter(name + ".not_a_point_embed.weight"); // [1, width]
        V sparse = ops.reshape(ops.concat(0, List.of(padding, padding)), 1, SPARSE_TOKENS, width);
        V dense = ops.reshape(ops.parameter(name + ".no_mask_embed.weight"), 1, 1, width);
        return new MaskDecoder.Prompt<>(sparse, dense, positions().forward(ops, grid));
    }
}
