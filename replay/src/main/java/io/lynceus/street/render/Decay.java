package io.lynceus.street.render;

/** {@code exp(-x)} by a table: the same on every machine, and quick. */
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

    /** For x from 0 on; 0 beyond 12. */
    public static float of(double x) {
        return x >= END ? 0 : TABLE[(int) (x * PER_UNIT)];
    }
}
