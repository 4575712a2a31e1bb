package io.lynceus.fit;

import io.lynceus.network.Logits;
import io.lynceus.network.Prediction;
import io.lynceus.nn.Grid;
import io.lynceus.nn.Ragged;
import io.lynceus.nn.torch.Tensors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * The loss of a network's prediction (MLE-SAM, equation 14): the weighted sum of the parts of a {@link LossConfig}, at full
 * resolution.
 *
 * @param config the parts, and which pixels count
 * @param weights of the values of a label, or null
 */
record SegmentationLoss(LossConfig config, float @Nullable [] weights) {
    private static final String FUSED = "fused";

    /** Where a step looks: every {@code stride}-th row and column from these on. */
    private record Offset(int top, int left) {}

    /**
     * @param prediction float32, at the network's own resolution
     * @param frames which frame is what
     * @param labels int64 [B, H, W]
     * @param draw a random number, from which the offset of the rows and columns, and what else is random, is taken
     * @return a scalar
     */
    Tensor of(Prediction<Tensor> prediction, Ragged<Tensor> frames, Tensor labels, long draw) {
        int stride = config.stride();
        Offset offset =
                new Offset((int) Math.floorMod(draw, (long) stride), (int) Math.floorMod(draw / stride, (long) stride));
        Seen seen = new Seen(
                prediction, frames, labels, every(every(labels, 1, offset.top()), 2, offset.left()), offset, draw);
        Tensor total = null;
        for (LossConfig.Part part : config.summands()) {
            for (Tensor value : values(part, seen)) {
                Tensor weighted = value.mul(new Scalar(part.weight()));
                total = total == null ? weighted : total.add(weighted);
            }
        }
        return Objects.requireNonNull(total, "a loss has at least one part");
    }

    /** What the parts look at; {@code pixels} are the labels at the offset. */
    private record Seen(
            Prediction<Tensor> prediction,
            Ragged<Tensor> frames,
            Tensor labels,
            Tensor pixels,
            Offset offset,
            long draw) {}

    private List<Tensor> values(LossConfig.Part part, Seen seen) {
        Optional<PrototypeGuidance.Form> form = prototypes(part.which());
        if (form.isPresent()) {
            int classes = Math.toIntExact(seen.prediction().fused().values().size(1));
            PrototypeGuidance guidance = new PrototypeGuidance(classes, form.get());
            return named(part, seen.prediction().features(), "feature").stream()
                    .map(f -> guidance.loss(f, seen.frames(), seen.labels(), seen.draw()))
                    .toList();
        }
        Map<String, Logits<Tensor>> heads =
                new LinkedHashMap<>(seen.prediction().heads());
        if (FUSED.equals(part.on())) {
            heads.putIfAbsent(FUSED, seen.prediction().fused());
        }
        return named(part, heads, "head").stream()
                .map(head -> pixelLoss(part.which(), enlarge(head, seen.labels(), seen.offset()), seen))
                .toList();
    }

    private static Optional<PrototypeGuidance.Form> prototypes(LossConfig.Kind kind) {
        return switch (kind) {
            case PROTOTYPES -> Optional.of(PrototypeGuidance.Form.MEAN);
            case SUMMED_PROTOTYPES -> Optional.of(PrototypeGuidance.Form.SUM);
            case CLASS_PROTOTYPES -> Optional.of(PrototypeGuidance.Form.OVER_CLASSES);
            case OHEM, CROSS_ENTROPY, RIGHT_PIXELS, HARD_PIXELS -> Optional.empty();
        };
    }

    private Tensor pixelLoss(LossConfig.Kind kind, Tensor logits, Seen seen) {
        Tensor table = weights == null ? null : ClassWeights.tensor(weights).to(logits.device(), logits.scalar_type());
        return switch (kind) {
            case OHEM -> OhemCrossEntropy.loss(logits, seen.pixels(), table);
            case CROSS_ENTROPY -> PixelLoss.mean(logits, seen.pixels(), table);
            case RIGHT_PIXELS -> PixelLoss.mean(logits, judged(true, seen), table);
            case HARD_PIXELS -> PixelLoss.mean(logits, judged(false, seen), table);
            case PROTOTYPES, SUMMED_PROTOTYPES, CLASS_PROTOTYPES ->
                throw new IllegalStateException("prototypes are of features, not of logits");
        };
    }

    /** The labels, but those where the fused prediction is right (or wrong) alone. */
    private Tensor judged(boolean right, Seen seen) {
        Tensor fused = enlarge(seen.prediction().fused(), seen.labels(), seen.offset());
        return PixelLoss.where(right, fused, seen.pixels());
    }

    /** What a part is on: the one of that name, or all. */
    private static <T> List<T> named(LossConfig.Part part, Map<String, T> there, String kind) {
        if (part.on() == null) {
            return List.copyOf(there.values());
        }
        T one = there.get(part.on());
        if (one == null) {
            throw new IllegalArgumentException("loss part " + part.kind() + " is on " + kind + " '" + part.on()
                    + "', the network has " + there.keySet());
        }
        return List.of(one);
    }

    private Tensor every(Tensor x, int axis, int first) {
        return config.stride() == 1 ? x : x.slice(axis, new LongOptional(first), new LongOptional(), config.stride());
    }

    /** The bilinear enlargement to the label's size, at the pixels looked at: [B, K, H/stride, W/stride]. */
    private Tensor enlarge(Logits<Tensor> logits, Tensor labels, Offset offset) {
        Tensor values = logits.values();
        Grid extent = logits.extent();
        long height = labels.size(1);
        long width = labels.size(2);
        if (config.stride() == 1) {
            Tensor whole = torch.upsample_bilinear2d(values, new long[] {extent.height(), extent.width()}, false);
            return cut(cut(whole, 2, height), 3, width);
        }
        // Two products with interpolation matrices: unlike a resize they can leave out rows and columns.
        Tensor rows = interpolation(logits.grid().height(), extent.height(), height, offset.top())
                .to(values.device(), values.scalar_type());
        Tensor columns = interpolation(logits.grid().width(), extent.width(), width, offset.left())
                .to(values.device(), values.scalar_type());
        Tensor wide = torch.matmul(values, columns.t()); // [B, K, h, W/stride]
        return torch.matmul(rows, wide); // [B, K, H/stride, W/stride]
    }

    private static Tensor cut(Tensor x, int axis, long size) {
        return x.size(axis) == size ? x : x.slice(axis, new LongOptional(0), new LongOptional(size), 1);
    }

    /**
     * Row i holds the weights of the cells in pixel first + i * stride of an enlargement to {@code extent} pixels, of which
     * {@code size} are looked at.
     */
    private Tensor interpolation(int cells, int extent, long size, int first) {
        int stride = config.stride();
        int count = Math.toIntExact((size - first + stride - 1) / stride);
        float[] matrix = new float[count * cells];
        for (int i = 0; i < count; i++) {
            double at = Math.max(0, (first + (double) i * stride + 0.5) * cells / extent - 0.5);
            int cell = Math.min((int) at, cells - 1);
            float share = (float) (at - cell);
            matrix[i * cells + cell] += 1 - share;
            matrix[i * cells + Math.min(cell + 1, cells - 1)] += share;
        }
        return Tensors.of(matrix, count, cells);
    }
}
