package io.lynceus.nn.sam2;

import io.lynceus.nn.Block;
import io.lynceus.nn.Grid;
import io.lynceus.nn.Initialiser;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterList;
import io.lynceus.nn.block.Activation;
import io.lynceus.nn.block.DoublingConv;
import io.lynceus.nn.block.LayerNorm;
import io.lynceus.nn.block.Mlp;
import io.lynceus.nn.block.PointwiseConv;
import java.util.List;

/**
 * SAM 2's mask decoder without the object-score gate, which would zero the gradients of a semantic mask. It owns the tokens,
 * the up-scaling, the high-resolution projections, the hypernetworks and the quality head; the two-way transformer and the
 * object token, which may be shared and frozen, belong to the block that declares them. Keys under {@code name}: {@code iou_token},
 * {@code mask_tokens}, {@code output_upscaling.{0,1,3}}, {@code conv_s0}, {@code conv_s1}, {@code output_hypernetworks_mlps},
 * {@code iou_prediction_head}.
 *
 * @param name key prefix
 * @param shared key prefix of the object token
 * @param transformer shared between decoders
 * @param config sizes
 */
public record MaskDecoder(String name, String shared, TwoWayTransformer transformer, MaskDecoderConfig config)
        implements Block {
    private static final double NORM_EPSILON = 1e-6;
    private static final int SCORE_TOKENS = 2;

    /**
     * A prompt.
     *
     * @param sparse [1, 2, width]
     * @param dense [1, 1 or cells, width], added to the image
     * @param position [1, cells, width] of the image's cells
     */
    public record Prompt<V>(V sparse, V dense, V position) {}

    /**
     * The decoder's image features, for a grid of h × w cells of stride 16.
     *
     * @param coarse [B, h, w, width]
     * @param middle [B, 2h, 2w, config.middle], after conv_s1
     * @param fine [B, 4h, 4w, config.fine], after conv_s0
     */
    public record Pyramid<V>(V coarse, V middle, V fine) {}

    /** Masks [B, masks, 4h, 4w], and the tokens [B, tokens, width] from which they were made. */
    public record Output<V>(V masks, V tokens) {}

    /** Projects the level of stride 4. */
    public PointwiseConv s0() {
        return new PointwiseConv(name + ".conv_s0", config.width(), config.fine());
    }

    /** Projects the level of stride 8. */
    public PointwiseConv s1() {
        return new PointwiseConv(name + ".conv_s1", config.width(), config.middle());
    }

    private DoublingConv up1() {
        return new DoublingConv(name + ".output_upscaling.0", config.width(), config.middle());
    }

    private LayerNorm norm() {
        return new LayerNorm(name + ".output_upscaling.1", config.middle(), NORM_EPSILON);
    }

    private DoublingConv up2() {
        return new DoublingConv(name + ".output_upscaling.3", config.middle(), config.fine());
    }

    private HyperNetworks hyperNetworks() {
        return new HyperNetworks(
                name + ".output_hypernetworks_mlps", config.masks() + 1, config.width(), config.fine());
    }

    private Mlp qualityHead() {
        List<Integer> widths = List.of(config.width(), config.iouHidden(), config.iouHidden(), config.masks() + 1);
        return new Mlp(name + ".iou_prediction_head", widths, Activation.RELU);
    }

    /** Declares the object token; its owner decides whether it learns. */
    public static void declareObjectToken(ParameterList parameters, String shared, int width) {
        parameters.add(shared + ".obj_score_token.weight", Initialiser.normal(1), 1, width);
    }

    @Override
    public void declare(ParameterList parameters) {
        parameters.add(name + ".iou_token.weight", Initialiser.normal(1), 1, config.width());
        parameters.add(name + ".mask_tokens.weight", Initialiser.normal(1), config.masks() + 1, config.width());
        parameters.add(up1());
        parameters.add(norm());
        parameters.add(up2());
        parameters.add(s0());
        parameters.add(s1());
        parameters.add(hyperNetworks());
        parameters.add(qualityHead());
    }

    /** Computes masks 1..K: mask 0 is for a prompt, and there is none. */
    public <V> Output<V> forward(Ops<V> ops, Pyramid<V> image, Prompt<V> prompt, Grid grid) {
        return forward(ops, image, prompt, grid, 1);
    }

    /** Computes masks from number {@code first} on. MLE-SAM's equation 11. */
    <V> Output<V> forward(Ops<V> ops, Pyramid<V> image, Prompt<V> prompt, Grid grid, int first) {
        TwoWayTransformer.Output<V> seen = look(ops, image.coarse(), prompt, grid);
        V features = upscale(ops, seen.image(), image, grid); // [B, 4h·4w, fine]
        int masks = config.masks() + 1;
        V tokens = ops.slice(seen.tokens(), 1, SCORE_TOKENS + first, SCORE_TOKENS + masks);
        V vectors = hyperNetworks().forward(ops, tokens, first); // [B, masks, fine]
        Grid fine = grid.finer(4);
        V product = ops.matmul(vectors, ops.permute(features, 0, 2, 1)); // [B, masks, 4h·4w]
        return new Output<>(ops.reshape(product, -1, masks - first, fine.height(), fine.width()), seen.tokens());
    }

    /** Predicts the quality of each mask, 0..1: [B, K + 1]. */
    <V> V quality(Ops<V> ops, V tokens) {
        V token = ops.reshape(ops.slice(tokens, 1, 1, 2), -1, config.width());
        return ops.sigmoid(qualityHead().forward(ops, token));
    }

    private <V> TwoWayTransformer.Output<V> look(Ops<V> ops, V coarse, Prompt<V> prompt, Grid grid) {
        V learnt = ops.concat(
                0,
                List.of(
                        ops.parameter(shared + ".obj_score_token.weight"),
                        ops.parameter(name + ".iou_token.weight"),
                        ops.parameter(name + ".mask_tokens.weight"))); // [2 + K + 1, width]
        V own = ops.reshape(learnt, 1, SCORE_TOKENS + config.masks() + 1, config.width());
        V tokens = ops.concat(1, List.of(own, prompt.sparse())); // [1, tokens, width]
        V cells = ops.reshape(coarse, -1, grid.cells(), config.width());
        V image = ops.add(cells, prompt.dense()); // [B, h·w, width]
        return transformer.forward(ops, tokens, image, prompt.position(), config.tokens(), grid.cells());
    }

    private <V> V upscale(Ops<V> ops, V cells, Pyramid<V> image, Grid grid) {
        V coarse = ops.reshape(cells, -1, grid.height(), grid.width(), config.width());
        V middle = ops.add(up1().forward(ops, coarse), image.middle()); // [B, 2h, 2w, middle]
        middle = ops.gelu(norm().forward(ops, middle));
        V fine = ops.gelu(ops.add(up2().forward(ops, middle), image.fine())); // [B, 4h, 4w, fine]
        return ops.reshape(fine, -1, grid.finer(4).cells(), config.fine());
    }
}
