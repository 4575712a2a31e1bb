package io.lynceus.nn;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tensor operations a network is written in. One interpreter computes them with libtorch ({@link io.lynceus.nn.torch.TorchOps}), another
 * appends ONNX nodes ({@link io.lynceus.nn.onnx.OnnxOps}); a network never knows which.
 *
 * <p>Rules that keep a network exportable: never read the batch size (dimension 0), reshape it with -1; heights and widths
 * are plain integers of the program, fixed per export. Binary operations and the leading dimensions of {@link #matmul}
 * broadcast as in NumPy. Negative axes count from the end.
 *
 * @param <V> the value: a tensor, or a name in a graph
 */
public interface Ops<V> {
    /** The weight of that name; {@link IllegalArgumentException} when there is none. */
    V parameter(String name);

    /** A float32 constant, row-major. */
    V constant(float[] values, long... shape);

    V cast(V x, DType type);

    // ---- linear maps ----

    /** x [..., in] times weight [out, in] transposed, plus bias [out]. */
    V linear(V x, V weight, @Nullable V bias);

    /** [..., n, k] times [..., k, m]. */
    V matmul(V a, V b);

    /** x [N, C, H, W], weight [out, C/groups, kh, kw]; square stride and zero padding. */
    V conv2d(V x, V weight, @Nullable V bias, Convolution convolution);

    /** x [N, in, H, W], weight [in, out, k, k], stride k: each pixel becomes a k × k tile. */
    V convTranspose2d(V x, V weight, V bias, int stride);

    /** softmax(q kᵀ / √d) v with q [B or 1, heads, L, d], k and v [B, heads, S, d]. */
    V attention(V q, V k, V v, int d);

    // ---- normalisation and activation ----

    /** Over the last axis. */
    V layerNorm(V x, V weight, V bias, double epsilon);

    V relu(V x);

    /** Exact, with the error function. */
    V gelu(V x);

    V sigmoid(V x);

    V sin(V x);

    V cos(V x);

    V softmax(V x, int axis);

    /** While training, zeroes whole channels of x [N, C, H, W] with that probability and scales the rest; otherwise x. */
    V dropoutChannels(V x, double probability);

    // ---- sampling ----

    /** x [N, C, H, W], kernel = stride, no padding; odd rests are dropped. */
    V maxPool(V x, int kernel);

    /** x [N, C, ·from] to [N, C, ·to], half-pixel centres, as PyTorch with align_corners=false. */
    V interpolate(V x, Grid from, Grid to, Interpolation mode);

    // ---- shape ----

    /** At most one -1, which is inferred. */
    V reshape(V x, long... shape);

    V permute(V x, int... axes);

    /** A new axis of size 1, so that {@code axis} is its index in the result. */
    V unsqueeze(V x, int axis);

    V concat(int axis, List<V> parts);

    /** Elements from (inclusive) to (exclusive) along an axis; a negative end counts from the back. */
    V slice(V x, int axis, long from, long to);

    /** Zeros after the last element along an axis. */
    V padEnd(V x, int axis, long count);

    /** Rows of x along axis 0: x [M, ...] and index int64 [N] to [N, ...]. */
    V gather(V x, V index);

    // ---- arithmetic ----

    V add(V a, V b);

    V sub(V a, V b);

    V mul(V a, V b);

    V div(V a, V b);

    /** x times a number. */
    default V scale(V x, double factor) {
        return mul(x, constant(new float[] {(float) factor}, 1));
    }

    // ---- reductions ----

    V mean(V x, boolean keepDimensions, int... axes);

    V sum(V x, boolean keepDimensions, int... axes);

    V max(V x, boolean keepDimensions, int axis);

    /** int64 index of the largest element, the first one among equals. */
    V argmax(V x, boolean keepDimensions, int axis);

    /**
     * Float32 ones at the k largest elements along the last axis of x, which must not be negative; zeros elsewhere. Among
     * equals the first are chosen; where the axis has fewer than k elements, all. No gradient flows through the choice.
     */
    V topKMask(V x, int k);
}
