package io.lynceus.street.render;

/** Computes the natural logarithm of a positive float to about 1e-4 with a table: fast, and the same on every machine. */
public final class Log {
    private static final int BITS = 12;
    private static final float LN2 = (float) StrictMath.log(2);
    private static final float[] MANTISSA = new float[1 << BITS];

    static {
        for (int i = 0; i < MANTISSA.length; i++) {
            MANTISSA[i] = (float) StrictMath.log(1 + (i + 0.5) / MANTISSA.length);
        }
    }

    private Log() {}

    public static float of(float value) {
        int bits = Float.floatToRawIntBits(value);
        int exponent = (bits >>> 23) - 127;
        return exponent * LN2 + MANTISSA[(bits & 0x7FFFFF) >>> (23 - BITS)];
    }
}
