package io.lynceus.nn;

/**
 * A window that averages, one pixel at a time.
 *
 * @param height rows of the window
 * @param width columns of the window
 * @param top zeros above and below the map
 * @param left zeros on its left and right
 * @param countPadding whether padding counts as pixels (PyTorch's {@code count_include_pad}); else the mean is over real pixels
 */
public record Pooling(int height, int width, int top, int left, boolean countPadding) {
    /** Returns a square window of odd side that keeps the size of the map; the mean is over real pixels. */
    public static Pooling same(int side) {
        return new Pooling(side, side, side / 2, side / 2, false);
    }
}
