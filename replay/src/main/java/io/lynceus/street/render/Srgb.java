package io.lynceus.street.render;

/** Converts between linear light and 8-bit sRGB with tables. */
public final class Srgb {
    private static final int STEPS = 2048;
    private static final float[] LINEAR = new float[256];
    // The table is indexed by the square root of linear light, which gives dark values more entries.
    private static final byte[] ENCODED = new byte[STEPS + 1];

    static {
        for (int i = 0; i < 256; i++) {
            LINEAR[i] = (float) StrictMath.pow(i / 255.0, 2.2);
        }
        for (int i = 0; i <= STEPS; i++) {
            double root = (double) i / STEPS;
            ENCODED[i] = (byte) Math.round(255 * StrictMath.pow(root * root, 1 / 2.2));
        }
    }

    private Srgb() {}

    /** Returns the linear light of the lowest 8 bits. */
    static float linear(int value) {
        return LINEAR[value & 0xFF];
    }

    /** Returns the byte of a linear value, which is clipped to 0..1. */
    public static byte encode(float linear) {
        float clipped = Math.max(0, Math.min(1, linear));
        return ENCODED[(int) ((float) Math.sqrt(clipped) * STEPS + 0.5f)];
    }
}
