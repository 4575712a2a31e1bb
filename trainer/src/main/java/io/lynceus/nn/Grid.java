package io.lynceus.nn;

import java.util.List;
import java.util.stream.IntStream;

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

    /** Returns the grids of a pyramid's levels, finest first: this many times coarser than this one, then by twice as much each. */
    public List<Grid> pyramid(int factor, int levels) {
        Grid finest = coarser(factor);
        return IntStream.range(0, levels)
                .mapToObj(level -> finest.coarser(1 << level))
                .toList();
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
