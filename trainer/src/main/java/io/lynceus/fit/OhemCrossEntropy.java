package io.lynceus.fit;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * Cross-entropy of the hard pixels only (online hard example mining; MLE-SAM, equation 13): pixels whose loss exceeds
 * {@code -ln 0.7}; where they are fewer than a sixteenth of the valid pixels of the batch, that many with the largest loss.
 */
final class OhemCrossEntropy {

    private static final double THRESHOLD = -Math.log(0.7);
    private static final int LEAST_SHARE = 16;

    private OhemCrossEntropy() {}

    /**
     * @param logits float32 [B, K, H, W]
     * @param labels int64 [B, H, W], {@value PixelLoss#IGNORE} = ignored
     * @param weights float32 [256], the weight of a label in the mean over the hard pixels; null: all weigh the same
     * @return a scalar; 0 where every pixel is ignored
     */
    static Tensor loss(Tensor logits, Tensor labels, @Nullable Tensor weights) {
        Tensor pixels = PixelLoss.each(logits, labels); // [B*H*W]
        Tensor hard = hardest(pixels.detach(), labels);
        if (hard.numel() == 0) {
            return pixels.sum().mul(new Scalar(0));
        }
        Tensor losses = pixels.index_select(0, hard);
        if (weights == null) {
            return losses.mean();
        }
        Tensor share = weights.index_select(0, labels.reshape(-1).index_select(0, hard));
        return losses.mul(share).sum().div(share.sum());
    }

    /** Indices of the pixels that count: int64 [n]. */
    private static Tensor hardest(Tensor pixels, Tensor labels) {
        long valid = labels.ne(new Scalar(PixelLoss.IGNORE)).sum().item_long();
        Tensor hard = pixels.gt(new Scalar(THRESHOLD)).nonzero().reshape(-1);
        long least = valid / LEAST_SHARE;
        return hard.numel() < least ? torch.topk(pixels, least).get1() : hard;
    }
}
