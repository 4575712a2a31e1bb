package io.lynceus.street;

import java.util.SplittableRandom;

/** Seeded randomness that can be asked at any place in any order: hashes, a table of normal deviates, a grain texture. */
final class Noise {
    private static final int GAUSS_SIZE = 1 << 16;
    private static final int GRAIN_SIZE = 256;
    private static final float[] GAUSS = gaussTable();
    private static final float[] GRAIN = grainTable();

    private Noise() {}

    /** The finaliser of SplitMix64. */
    static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    static long hash(long a, long b) {
        return mix(mix(a + 0x9E3779B97F4A7C15L) + b * 0xD1B54A32D192ED03L);
    }

    static long hash(long a, long b, long c) {
        return hash(hash(a, b), c);
    }

    /** A random stream that belongs to one thing of the scene. */
    static SplittableRandom dice(long a, long b, long c) {
        return new SplittableRandom(hash(a, b, c));
    }

    static int hash32(int index, int salt) {
        int h = index * 0x9E3779B1 + salt;
        h = (h ^ (h >>> 16)) * 0x85EBCA6B;
        h = (h ^ (h >>> 13)) * 0xC2B2AE35;
        return h ^ (h >>> 16);
    }

    /** Uniform in [0, 1). */
    static float uniform(int index, int salt) {
        return (hash32(index, salt) >>> 8) * 0x1p-24f;
    }

    /** Normal with mean 0 and standard deviation 1. */
    static float gauss(int index, int salt) {
        return GAUSS[hash32(index, salt) & (GAUSS_SIZE - 1)];
    }

    /** A rough surface in [-1, 1], smooth over a few units, with a period of 256 units. */
    static float grain(double u, double v) {
        int x = (int) Math.floor(u) & (GRAIN_SIZE - 1);
        int y = (int) Math.floor(v) & (GRAIN_SIZE - 1);
        return GRAIN[y * GRAIN_SIZE + x];
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

    /** Four octaves of interpolated lattice noise, tileable. */
    private static float[] grainTable() {
        float[] table = new float[GRAIN_SIZE * GRAIN_SIZE];
        for (int octave = 0; octave < 4; octave++) {
            int cell = 16 >> octave;
            float weight = 0.5f / (1 << (octave / 2));
            for (int y = 0; y < GRAIN_SIZE; y++) {
                for (int x = 0; x < GRAIN_SIZE; x++) {
                    table[y * GRAIN_SIZE + x] += weight * lattice(x, y, cell, octave);
                }
            }
        }
        for (int i = 0; i < table.length; i++) {
            table[i] = Math.max(-1, Math.min(1, table[i]));
        }
        return table;
    }

    private static float lattice(int x, int y, int cell, int salt) {
        int cells = GRAIN_SIZE / cell;
        int x0 = x / cell;
        int y0 = y / cell;
        float fx = (x % cell) / (float) cell;
        float fy = (y % cell) / (float) cell;
        int x1 = (x0 + 1) % cells;
        int y1 = (y0 + 1) % cells;
        float top = mixed(corner(x0, y0, salt), corner(x1, y0, salt), fx);
        float bottom = mixed(corner(x0, y1, salt), corner(x1, y1, salt), fx);
        return mixed(top, bottom, fy);
    }

    private static float corner(int x, int y, int salt) {
        return 2 * uniform(y * 1024 + x, salt * 7919) - 1;
    }

    private static float mixed(float a, float b, float share) {
        return a + (b - a) * share;
    }
}
