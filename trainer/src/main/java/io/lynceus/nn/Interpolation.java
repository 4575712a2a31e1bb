package io.lynceus.nn;

/** How a map is resized. {@link #BICUBIC} has a = -0.75 and no antialiasing. */
public enum Interpolation {
    NEAREST,
    BILINEAR,
    BICUBIC
}
