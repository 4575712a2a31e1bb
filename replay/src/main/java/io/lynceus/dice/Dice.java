package io.lynceus.dice;

import java.util.SplittableRandom;

/** Seeded random numbers by key, in any order: hashes, uniform and normal deviates, streams. */
public final class Dice {
    private static final int GAUSS_SIZE = 1 << 16;
    private static final float[] GAUSS = gaussTable();

    private Dice() {}

    /** Applies the finaliser of SplitMix64. */
    private static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** Returns 64 bits that look random and depend on both arguments. */
    public static long hash(long a, long b) {
        return mix(mix(a + 0x9E3779B97F4A7C15L) + b * 0xD1B54A32D192ED03L);
    }

    public static long hash(long a, long b, long c) {
        return hash(hash(a, b), c);
    }

    /** Returns a random stream for a key of three numbers. */
    public static SplittableRandom stream(long a, long b, long c) {
        return new SplittableRandom(hash(a, b, c));
    }

    /** Returns 32 bits that look random and depend on both arguments. */
    public static int hash32(int index, int salt) {
        int h = index * 0x9E3779B1 + salt;
        h = (h ^ (h >>> 16)) * 0x85EBCA6B;
        h = (h ^ (h >>> 13)) * 0xC2B2AE35;
        return h ^ (h >>> 16);
    }

    /** Returns a number that is uniform in [0, 1). */
    public static float uniform(int index, int salt) {
        return (hash32(index, salt) >>> 8) * 0x1p-24f;
    }

    /** Returns a normal deviate with mean 0 and standard deviation 1, from a table of 65,536. */
    public static float gauss(int index, int salt) {
        return GAUSS[hash32(index, salt) & (GAUSS_SIZE - 1)];
    }

    private static float[] gaussTable() {
        SplittableRandom random = new SplittableRandom(0x5EED);
        float[] table = new float[GAUSS_SIZE];
        for (int i = 0; i < GAUSS_SIZE; i++) {
            // Box and Muller, in StrictMath: the same table on every machine.
            double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
            table[i] = (float) (radius * StrictMath.cos(2 * Math.PI * random.nextDouble()));
        }
        return table;
    }
}
