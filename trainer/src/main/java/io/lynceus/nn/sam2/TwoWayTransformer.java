package io.lynceus.nn.sam2;

import io.lynceus.nn.Block;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterList;
import io.lynceus.nn.block.LayerNorm;
import java.util.List;
import java.util.stream.IntStream;

/**
 * SAM's two-way transformer: tokens attend to the image and the image attends to the tokens, twice. Keys: {@code layers.{0,1}},
 * {@code final_attn_token_to_image}, {@code norm_final_attn}.
 *
 * @param name key prefix
 * @param width of tokens and image features
 * @param heads of every attention
 * @param hidden width of the perceptrons
 */
public record TwoWayTransformer(String name, int width, int heads, int hidden) implements Block {
    static final double EPSILON = 1e-5;
    private static final int DEPTH = 2;

    /** Tokens and image after the transformer: [B, tokens, width] and [B, cells, width]. */
    public record Output<V>(V tokens, V image) {}

    /** Tokens [B, tokens, width] and image features [B, cells, width] with their positions, which are added at every attention. */
    record Scene<V>(V tokens, V image, V tokenPosition, V imagePosition, int tokenCount, int cells) {
        Scene<V> with(V newTokens, V newImage) {
            return new Scene<>(newTokens, newImage, tokenPosition, imagePosition, tokenCount, cells);
        }

        V placedTokens(Ops<V> ops) {
            return ops.add(tokens, tokenPosition);
        }

        V placedImage(Ops<V> ops) {
            return ops.add(image, imagePosition);
        }
    }

    private List<TwoWayLayer> layers() {
        return IntStream.range(0, DEPTH)
                .mapToObj(i -> new TwoWayLayer(name + ".layers." + i, this, i == 0))
                .toList();
    }

    private SplitAttention last() {
        return cross(name + ".final_attn_token_to_image");
    }

    SplitAttention cross(String attention) {
        return new SplitAttention(attention, width, width / 2, heads);
    }

    private LayerNorm lastNorm() {
        return new LayerNorm(name + ".norm_final_attn", width, EPSILON);
    }

    @Override
    public void declare(ParameterList parameters) {
        layers().forEach(parameters::add);
        parameters.add(last());
        parameters.add(lastNorm());
    }

    /**
     * Runs the transformer.
     *
     * @param tokens [B or 1, tokenCount, width]; they are also their own positions
     * @param image [B, cells, width]
     * @param imagePosition [1, cells, width]
     */
    <V> Output<V> forward(Ops<V> ops, V tokens, V image, V imagePosition, int tokenCount, int cells) {
        Scene<V> scene = new Scene<>(tokens, image, tokens, imagePosition, tokenCount, cells);
        for (TwoWayLayer layer : layers()) {
            scene = layer.forward(ops, scene);
        }
        V look = last().forward(ops, scene.placedTokens(ops), scene.placedImage(ops), scene.image(), tokenCount, cells);
        return new Output<>(lastNorm().forward(ops, ops.add(scene.tokens(), look)), scene.image());
    }
}
