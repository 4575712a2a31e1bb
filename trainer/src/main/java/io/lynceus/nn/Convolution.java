package io.lynceus.nn;

/**
 * How a kernel moves.
 *
 * @param stride pixels between applications
 * @param padding zeros on each side
 * @param groups 1 for a full convolution, the channel count for a depthwise one
 */
public record Convolution(int stride, int padding, int groups) {
    /** One pixel at a time, no padding: what a 1 × 1 kernel needs. */
    public static final Convolution POINTWISE = new Convolution(1, 0, 1);

    public static Convolution strided(int stride, int padding) {
        return new Convolution(stride, padding, 1);
    }
}
