package io.lynceus.raster;

/**
 * The size of a raster, uint8 [height, width, 3].
 *
 * @param height 1 to 8192 pixels
 * @param width 1 to 8192 pixels
 */
public record RasterSize(int height, int width) {
    private static final int MAX_SIDE = 8192;

    public RasterSize {
        if (height < 1 || height > MAX_SIDE || width < 1 || width > MAX_SIDE) {
            throw new IllegalArgumentException("raster of " + height + " x " + width + ": each side must be 1 to "
                    + MAX_SIDE + " pixels; use the model's input size");
        }
    }

    public int pixels() {
        return height * width;
    }

    /** Returns the bytes of a raster of this size. */
    public int bytes() {
        return 3 * pixels();
    }
}
