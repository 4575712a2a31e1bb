package io.lynceus.nn;

/** The size of a map of tokens. */
public record Grid(int height, int width) {
    public Grid {
        if (height <= 0 || width <= 0) {
            throw new IllegalArgumentException("a grid of " + height + " x " + width + ": sides must be positive");
        }
    }

    public int cells() {
        return height * width;
    }

    /** Returns a grid this many times coarser; the factor must divide the sides. */
    public Grid coarser(int factor) {
        if (height % factor != 0 || width % factor != 0) {
            throw new IllegalArgumentException(
                    "a grid of " + height + " x " + width + " cannot be made " + factor + " times coarser");
        }
        return new Grid(height / factor, width / factor);
    }

    public Grid finer(int factor) {
        return new Grid(height * factor, width * factor);
    }

    /** Rounds the sides up to whole windows. */
    public Grid padded(int window) {
        return new Grid(ceilDiv(height, window) * window, ceilDiv(width, window) * window);
    }

    private static int ceilDiv(int value, int divisor) {
        return (value + divisor - 1) / divisor;
    }
}
