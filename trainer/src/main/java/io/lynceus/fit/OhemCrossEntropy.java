package io.lynceus.fit;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * Cross-entropy of the hard pixels only (online hard example mining; MLE-SAM, equation 13): pixels whose loss exceeds
 * {@code -ln 0.7}; where they are fewer than a sixteenth of the valid pixels of the batch, that many with the largest loss.
 */
final class OhemCrossEntropy {
    static final int IGNORE = 255;

    private static final double THRESHOLD = -Math.log(0.7);
    private static final int LEAST_SHARE = 16;
    private static final int REDUCTION_NONE = 0;

    private OhemCrossEntropy() {}

    /**
     * @param logits float32 [B, K, H, W]
     * @param labels int64 [B, H, W], {@value #IGNORE} = ignored
     * @return a scalar; 0 where every pixel is ignored
     */
    static Tensor loss(Tensor logits, Tensor labels) {
        Tensor pixels = torch.cross_entropy_loss(logits, labels, new TensorOptional(), REDUCTION_NONE, IGNORE, 0.0)
                .reshape(-1); // [B*H*W]
        long valid = labels.ne(new Scalar(IGNORE)).sum().item_long();
        Tensor hard = pixels.masked_select(pixels.gt(new Scalar(THRESHOLD)));
        long least = valid / LEAST_SHARE;
        if (hard.numel() < least) {
            return torch.topk(pixels, least).get0().mean();
        }
        return hard.numel() == 0 ? pixels.sum().mul(new Scalar(0)) : hard.mean();
    }
}
