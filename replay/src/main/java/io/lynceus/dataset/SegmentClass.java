package io.lynceus.dataset;

/**
 * One class of a {@link ClassList}.
 *
 * @param rgb colour for pictures, 0xRRGGBB
 */
public record SegmentClass(String name, int rgb) {
    /**
     * A class by the parts of its colour.
     *
     * @throws IllegalArgumentException if a part is not from 0 to 255
     */
    public SegmentClass(String name, int red, int green, int blue) {
        this(name, part(name, red) << 16 | part(name, green) << 8 | part(name, blue));
    }

    private static int part(String name, int value) {
        if (value < 0 || value > 255) {
            throw new IllegalArgumentException(
                    "class " + name + " has " + value + " in its rgb, allowed are three numbers from 0 to 255");
        }
        return value;
    }
}
