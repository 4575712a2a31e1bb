package io.lynceus.fit;

import io.lynceus.nn.Grid;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/** Cross-entropy of the labelled pixels, and which of them count. */
final class PixelLoss {
    static final int IGNORE = 255;
    private static final int REDUCTION_NONE = 0;

    private PixelLoss() {}

    /** Cross-entropy of each pixel, 0 where ignored: logits [B, K, H, W] and int64 labels [B, H, W] to [B·H·W]. */
    static Tensor each(Tensor logits, Tensor labels) {
        return torch.cross_entropy_loss(logits, labels, new TensorOptional(), REDUCTION_NONE, IGNORE, 0.0)
                .reshape(-1);
    }

    /**
     * The mean cross-entropy of the labelled pixels.
     *
     * @param weights float32 [256], the weight of a label in the mean; null: all weigh the same
     * @return a scalar; 0 where every pixel is ignored
     */
    static Tensor mean(Tensor logits, Tensor labels, @Nullable Tensor weights) {
        Tensor flat = labels.reshape(-1);
        Tensor counted = flat.ne(new Scalar(IGNORE)).to(logits.scalar_type());
        Tensor shares = weights == null ? counted : counted.mul(weights.index_select(0, flat));
        Tensor sum = each(logits, labels).mul(shares).sum();
        return sum.div(shares.sum().clamp_min(new Scalar(Float.MIN_NORMAL)));
    }

    /** The labels at the cells of a grid: int64 [B, H, W] to [B, h, w]. */
    static Tensor nearest(Tensor labels, Grid grid) {
        Tensor map = labels.unsqueeze(1).to(ScalarType.Float);
        return torch.upsample_nearest2d(map, new long[] {grid.height(), grid.width()})
                .squeeze(1)
                .to(ScalarType.Long);
    }

    /** The labels with those pixels ignored where the prediction is right, or wrong. */
    static Tensor where(boolean right, Tensor logits, Tensor labels) {
        Tensor hits = logits.detach()
                .argmax(new org.bytedeco.pytorch.LongOptional(1), false)
                .eq(labels);
        Tensor ignored = right ? hits.logical_not() : hits;
        return labels.masked_fill(ignored, new Scalar(IGNORE));
    }
}
