package io.lynceus.raster.message;

import java.util.Set;

/**
 * The meaning of a compressed image's format string. ROS writes {@code <encoding>; <codec> compressed <layout>}, where the layout
 * names the order of the channels that the publisher handed to the encoder. The encoder takes every layout for blue, green, red:
 * after {@code compressed rgb8} red and blue are swapped in the file. Foxglove writes the codec alone. Source: <a
 * href="https://github.com/ros-perception/image_transport_plugins">image_transport_plugins</a>, {@code
 * compressed_image_transport/src/compressed_subscriber.cpp}.
 *
 * @param text as sent; empty where a message has none
 */
public record ImageFormat(String text) {
    /** Pixel encodings of more than 8 bits, in which ROS sends depth. */
    private static final Set<String> DEEP = Set.of("16UC1", "mono16", "32FC1");
    /** Pixel encodings of a grey picture, which holds no distances. */
    private static final Set<String> GREY = Set.of("mono8", "8UC1");

    private static final int MAX_TEXT = 64;

    static ImageFormat of(String text) {
        return new ImageFormat(text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "…");
    }

    /** Returns the pixel encoding before compression; the whole text if it names none. */
    public String encoding() {
        int end = text.indexOf(';');
        return (end < 0 ? text : text.substring(0, end)).strip();
    }

    /** Returns true if red and blue are swapped in the file. */
    public boolean swapsRedAndBlue() {
        return text.contains("compressed rgb");
    }

    /** Returns true if the format names pixels of a single number, so that a file with colours or 8 bits has lost information. */
    public boolean saysSingleNumbers() {
        return DEEP.contains(encoding()) || GREY.contains(encoding());
    }

    boolean isCompressedDepth() {
        return text.contains("compressedDepth");
    }

    /** Returns true if depth is stored as millimetres, one 16-bit number each, which is also the usual case without an encoding. */
    boolean isPlainDepth() {
        String encoding = encoding();
        boolean known = encoding.isEmpty()
                || encoding.equals("16UC1")
                || encoding.equals("mono16")
                || encoding.startsWith("compressedDepth");
        return known && !text.contains("rvl");
    }

    @Override
    public String toString() {
        return text;
    }
}
