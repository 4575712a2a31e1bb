package io.lynceus.dataset;

import java.util.Arrays;

/** Class ids by pixel: uint8 [height, width], row-major; {@link ClassList#IGNORE} where nothing is known. */
public final class LabelRaster {
    private final int width;
    private final int height;
    private final byte[] classIds;

    /** Makes a raster over {@code classIds}, which is not copied and must hold width × height ids. */
    public LabelRaster(int width, int height, byte[] classIds) {
        if (classIds.length != width * height) {
            throw new IllegalArgumentException("a label of " + width + " x " + height + " needs " + width * height
                    + " class ids, not " + classIds.length);
        }
        this.width = width;
        this.height = height;
        this.classIds = classIds;
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /** Returns the ids themselves, not a copy: uint8 [height * width]. */
    public byte[] classIds() {
        return classIds;
    }

    /** Returns the class at a pixel, 0 to 255. */
    public int at(int x, int y) {
        return classIds[y * width + x] & 0xFF;
    }

    /** Returns the label at another size: each pixel gets the class at its centre. */
    public LabelRaster resized(int newWidth, int newHeight) {
        if (newWidth == width && newHeight == height) {
            return this;
        }
        byte[] ids = new byte[newWidth * newHeight];
        for (int y = 0; y < newHeight; y++) {
            int row = centre(y, newHeight, height) * width;
            for (int x = 0; x < newWidth; x++) {
                ids[y * newWidth + x] = classIds[row + centre(x, newWidth, width)];
            }
        }
        return new LabelRaster(newWidth, newHeight, ids);
    }

    /** Returns the source pixel that contains the centre of a target pixel. */
    private static int centre(int at, int size, int sourceSize) {
        return (int) ((2L * at + 1) * sourceSize / (2L * size));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LabelRaster that
                && width == that.width
                && height == that.height
                && Arrays.equals(classIds, that.classIds);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * width + height) + Arrays.hashCode(classIds);
    }

    @Override
    public String toString() {
        return "label " + width + " x " + height;
    }
}
