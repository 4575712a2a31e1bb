package io.lynceus.nn.sam2;

/**
 * Sizes of SAM 2's mask decoder.
 *
 * @param width of tokens and image features
 * @param middle channels at stride 8
 * @param fine channels at stride 4, and of each mask's vector
 * @param heads of every attention
 * @param hidden width of the transformer's perceptrons
 * @param iouHidden hidden width of the quality head
 * @param masks number of masks K, besides mask 0
 */
public record MaskDecoderConfig(int width, int middle, int fine, int heads, int hidden, int iouHidden, int masks) {
    /** Returns the number of all tokens: object score, quality, K + 1 masks, the empty prompt. */
    int tokens() {
        return 2 + masks + 1 + PromptEncoder.SPARSE_TOKENS;
    }

    public TwoWayTransformer transformer(String name) {
        return new TwoWayTransformer(name, width, heads, hidden);
    }
}
