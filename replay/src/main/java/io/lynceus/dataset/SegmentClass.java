package io.lynceus.dataset;

/**
 * One class of a {@link ClassList}.
 *
 * @param rgb colour for pictures, 0xRRGGBB
 */
public record SegmentClass(String name, int rgb) {
    public SegmentClass(String name, int red, int green, int blue) {
        this(name, red << 16 | green << 8 | blue);
    }
}
