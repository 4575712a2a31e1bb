package io.lynceus.street.render;

/** Computes {@code exp(-x)} with a table: fast, and the same on every machine. */
public final class Decay {
    private static final int PER_UNIT = 512;
    private static final int END = 12;
    private static final float[] TABLE = new float[END * PER_UNIT + 1];

    static {
        for (int i = 0; i < TABLE.length; i++) {
            TABLE[i] = (float) StrictMath.exp(-(double) i / PER_UNIT);
        }
    }

    private Decay() {}

    /** Returns {@code exp(-x)} for x of 0 or more; 0 beyond 12. */
    public static float of(double x) {
        return x >= END ? 0 : TABLE[(int) (x * PER_UNIT)];
    }
}
