package io.lynceus.nn;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tensor operations in which a network is written. One interpreter computes them with libtorch ({@link
 * io.lynceus.nn.torch.TorchOps}), another appends ONNX nodes ({@link io.lynceus.nn.onnx.OnnxOps}); a network does not know which.
 *
 * <p>Rules that keep a network exportable: never read the batch size (dimension 0), reshape it with -1; heights and widths are
 * plain integers of the program, fixed per export. Binary operations and the leading dimensions of {@link #matmul} broadcast as in
 * NumPy. Negative axes count from the end.
 *
 * @param <V> the value: a tensor, or a name in a graph
 */
public interface Ops<V> {
    /** Returns the weight of that name; throws {@link IllegalArgumentException} if there is none. */
    V parameter(String name);

    /** Makes a float32 constant, row-major. */
    V constant(float[] values, long... shape);

    V cast(V x, DType type);

    // ---- linear maps ----

    /** Multiplies x [..., in] by weight [out, in] transposed, plus bias [out]. */
    V linear(V x, V weight, @Nullable V bias);

    /** Multiplies [..., n, k] by [..., k, m]. */
    V matmul(V a, V b);

    /** Convolves x [N, C, H, W] with weight [out, C/groups, kh, kw]; square stride, zero padding and dilation. */
    V conv2d(V x, V weight, @Nullable V bias, Convolution convolution);

    /** Applies a transposed convolution to x [N, in, H, W] with weight [in, out, k, k], stride k: each pixel becomes a k × k tile. */
    V convTranspose2d(V x, V weight, V bias, int stride);

    /** Computes softmax(q kᵀ / √d) v with q [B or 1, heads, L, d], k and v [B, heads, S, d]. */
    V attention(V q, V k, V v, int d);

    /**
     * Computes softmax(q kᵀ / √d + bias) v, with a bias that broadcasts to [B, heads, L, S]; all keys and queries have B rows or 1.
     */
    default V attention(V q, V k, V v, V bias, int d) {
        V scores = matmul(scale(q, 1 / Math.sqrt(d)), permute(k, 0, 1, 3, 2)); // [B, heads, L, S]
        return matmul(softmax(add(scores, bias), -1), v);
    }

    // ---- normalisation and activation ----

    /**
     * Normalises x [N, C, H, W] by mean and variance of each channel. While training these are the batch's, and the running ones,
     * which are buffers, move a tenth of the way towards them; otherwise they are the running ones. Where a channel has a single
     * value, the running ones serve in training too.
     */
    V batchNorm(V x, BatchStatistics<V> statistics, double epsilon);

    /**
     * What {@link #batchNorm} needs, each [C].
     *
     * @param weight factor
     * @param bias offset
     * @param mean running mean
     * @param variance running variance
     */
    record BatchStatistics<V>(V weight, V bias, V mean, V variance) {}

    /** Normalises x [N, C, H, W] over each of {@code groups} groups of channels; weight and bias [C]. */
    V groupNorm(V x, int groups, V weight, V bias, double epsilon);

    /** Normalises over the last axis. */
    V layerNorm(V x, V weight, V bias, double epsilon);

    V relu(V x);

    /** Applies GELU, exactly, with the error function. */
    V gelu(V x);

    V sigmoid(V x);

    V abs(V x);

    V sqrt(V x);

    V exp(V x);

    /** Limits values to {@code low} to {@code high}. */
    V clamp(V x, double low, double high);

    V sin(V x);

    V cos(V x);

    V softmax(V x, int axis);

    /** While training, zeroes whole channels of x [N, C, H, W] with that probability and scales the rest; otherwise x. */
    V dropoutChannels(V x, double probability);

    /** While training, zeroes elements with that probability and scales the rest; otherwise x. */
    V dropout(V x, double probability);

    /** While training, zeroes rows of the first axis with that probability and scales the rest (drop-path); otherwise x. */
    V dropRows(V x, double probability);

    /**
     * While training, hides modalities of samples from the network (Keep the Balance's masking): presence float32 [B, M], 1 where a
     * set has a modality, to the same with zeros for max(1, B/(2 M)) sets of each modality, drawn among different sets of which
     * those that lack one stay as they are; otherwise, and for fewer sets than modalities, presence.
     */
    V maskSamples(V presence);

    // ---- sampling ----

    /** Takes maxima of x [N, C, H, W], kernel = stride, no padding; incomplete windows are dropped. */
    V maxPool(V x, int kernel);

    /** Averages over windows of x [N, C, H, W] at every pixel: [N, C, H + 2·top - height + 1, W + 2·left - width + 1]. */
    V averagePool(V x, Pooling pooling);

    /** Averages x [N, C, ·from] over to.height × to.width bins, which may overlap, as PyTorch's adaptive pooling. */
    default V adaptiveAveragePool(V x, Grid from, Grid to) {
        V rows = constant(bins(from.height(), to.height()), to.height(), from.height());
        V columns = constant(bins(from.width(), to.width()), to.width(), from.width());
        return matmul(matmul(rows, x), permute(columns, 1, 0));
    }

    /** Returns a matrix whose row i holds the weights of the cells in bin i: floor(i n / bins) to ceil((i + 1) n / bins). */
    private static float[] bins(int n, int bins) {
        float[] weights = new float[bins * n];
        for (int bin = 0; bin < bins; bin++) {
            int from = bin * n / bins;
            int to = ((bin + 1) * n + bins - 1) / bins;
            for (int cell = from; cell < to; cell++) {
                weights[bin * n + cell] = 1f / (to - from);
            }
        }
        return weights;
    }

    /**
     * Samples x [N, C, H, W] bilinearly at points [N, h, w, 2], x before y, where -1 and 1 are the centres of the outermost
     * pixels (PyTorch's align_corners=true); zeros beyond: [N, C, h, w].
     */
    V gridSample(V x, V points);

    /** Resizes x [N, C, ·from] to [N, C, ·to], half-pixel centres, as PyTorch with align_corners=false. */
    V interpolate(V x, Grid from, Grid to, Interpolation mode);

    // ---- shape ----

    /** Reshapes; at most one size is -1, which is inferred. */
    V reshape(V x, long... shape);

    V permute(V x, int... axes);

    /** Adds an axis of size 1, so that {@code axis} is its index in the result. */
    V unsqueeze(V x, int axis);

    V concat(int axis, List<V> parts);

    /** Takes elements from (inclusive) to (exclusive) along an axis; a negative end counts from the back. */
    V slice(V x, int axis, long from, long to);

    /**
     * Cuts x into parts of equal size along an axis. The way back joins the parts' gradients; slices would each fill one as wide as x.
     */
    List<V> split(V x, int axis, int parts);

    /** Adds zeros before the first and after the last element along an axis. */
    V pad(V x, int axis, long before, long after);

    /** Adds zeros after the last element along an axis. */
    default V padEnd(V x, int axis, long count) {
        return pad(x, axis, 0, count);
    }

    /** Mirrors x [N, C, H, W] at its borders without repeating them; each width is smaller than the side. */
    V reflectPad(V x, int top, int bottom, int left, int right);

    /**
     * Moves elements by {@code shift} towards higher indices along an axis of that size; elements that leave at the end enter at
     * the beginning.
     */
    default V roll(V x, int axis, int shift, int size) {
        int cut = Math.floorMod(-shift, size);
        return cut == 0 ? x : concat(axis, List.of(slice(x, axis, cut, size), slice(x, axis, 0, cut)));
    }

    /** Picks rows of x along axis 0: x [M, ...] and index int64 [N] to [N, ...]. */
    V gather(V x, V index);

    // ---- arithmetic ----

    V add(V a, V b);

    V sub(V a, V b);

    V mul(V a, V b);

    V div(V a, V b);

    /** Returns the larger of each two. */
    V maximum(V a, V b);

    /** Multiplies by a number. */
    default V scale(V x, double factor) {
        return mul(x, constant(new float[] {(float) factor}, 1));
    }

    // ---- reductions ----

    V mean(V x, boolean keepDimensions, int... axes);

    V sum(V x, boolean keepDimensions, int... axes);

    V max(V x, boolean keepDimensions, int axis);

    /** Returns the int64 index of the largest element, the first one among equals. */
    V argmax(V x, boolean keepDimensions, int axis);

    /**
     * Returns float32 ones at the k largest elements along the last axis of x, which must not be negative, and zeros elsewhere.
     * Among equals the first are chosen; if the axis has fewer than k elements, all are. No gradient flows through the choice.
     */
    V topKMask(V x, int k);
}
