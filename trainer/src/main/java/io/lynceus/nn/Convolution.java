package io.lynceus.nn;

/**
 * How a kernel moves over a map.
 *
 * @param stride pixels between applications
 * @param padding zeros on each side
 * @param groups 1 for a full convolution, the channel count for a depthwise one
 * @param dilation pixels between the taps of the kernel, 1 for neighbours
 */
public record Convolution(int stride, int padding, int groups, int dilation) {
    /** One pixel at a time without padding, for 1 × 1 kernels. */
    public static final Convolution POINTWISE = new Convolution(1, 0, 1, 1);

    public static Convolution strided(int stride, int padding) {
        return new Convolution(stride, padding, 1, 1);
    }

    /** Returns a convolution of stride 1 with the padding that keeps the size of a map under an odd kernel. */
    public static Convolution same(int kernel) {
        return strided(1, kernel / 2);
    }

    /** Returns the same convolution, channel by channel. */
    public Convolution depthwise(int channels) {
        return new Convolution(stride, padding, channels, dilation);
    }
}
