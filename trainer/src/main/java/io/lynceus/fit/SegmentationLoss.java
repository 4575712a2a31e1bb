package io.lynceus.fit;

import io.lynceus.nn.torch.Tensors;
import java.util.List;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * The loss of a network's paths (MLE-SAM, equation 14): the weighted sum of each path's {@link OhemCrossEntropy} at full
 * resolution.
 *
 * @param config which pixels count
 * @param weights of the values of a label, or null
 */
record SegmentationLoss(LossConfig config, float @Nullable [] weights) {
    /**
     * @param paths float32 [B, K, h, w], logits at the network's own resolution
     * @param labels int64 [B, H, W]
     * @param draw a random number, from which the offset of the rows and columns is taken
     */
    Tensor of(List<Tensor> paths, Tensor labels, long draw) {
        int stride = config.stride();
        int top = (int) Math.floorMod(draw, (long) stride);
        int left = (int) Math.floorMod(draw / stride, (long) stride);
        Tensor seen = every(every(labels, 1, top), 2, left);
        Tensor table = weights == null
                ? null
                : ClassWeights.tensor(weights).to(labels.device(), paths.get(0).scalar_type());
        Tensor total = OhemCrossEntropy.loss(enlarge(paths.get(0), labels, top, left), seen, table)
                .mul(new Scalar(config.weight(0)));
        for (int path = 1; path < paths.size(); path++) {
            Tensor loss = OhemCrossEntropy.loss(enlarge(paths.get(path), labels, top, left), seen, table);
            total = total.add(loss.mul(new Scalar(config.weight(path))));
        }
        return total;
    }

    private Tensor every(Tensor x, int axis, int first) {
        return config.stride() == 1 ? x : x.slice(axis, new LongOptional(first), new LongOptional(), config.stride());
    }

    /** The bilinear enlargement to the label's size, at the pixels looked at: [B, K, H/stride, W/stride]. */
    private Tensor enlarge(Tensor logits, Tensor labels, int top, int left) {
        long height = labels.size(1);
        long width = labels.size(2);
        if (config.stride() == 1) {
            return torch.upsample_bilinear2d(logits, new long[] {height, width}, false);
        }
        // Two products with interpolation matrices: unlike a resize they can leave out rows and columns.
        Tensor rows = interpolation(logits.size(2), height, top).to(logits.device(), logits.scalar_type());
        Tensor columns = interpolation(logits.size(3), width, left).to(logits.device(), logits.scalar_type());
        Tensor wide = torch.matmul(logits, columns.t()); // [B, K, h, W/stride]
        return torch.matmul(rows, wide); // [B, K, H/stride, W/stride]
    }

    /** Row i holds the weights of the n cells in pixel first + i * stride of an enlargement to {@code size} pixels. */
    private Tensor interpolation(long n, long size, int first) {
        int cells = Math.toIntExact(n);
        int stride = config.stride();
        int count = Math.toIntExact((size - first + stride - 1) / stride);
        float[] matrix = new float[count * cells];
        for (int i = 0; i < count; i++) {
            double at = Math.max(0, (first + (double) i * stride + 0.5) * cells / size - 0.5);
            int cell = Math.min((int) at, cells - 1);
            float share = (float) (at - cell);
            matrix[i * cells + cell] += 1 - share;
            matrix[i * cells + Math.min(cell + 1, cells - 1)] += share;
        }
        return Tensors.of(matrix, count, cells);
    }
}
