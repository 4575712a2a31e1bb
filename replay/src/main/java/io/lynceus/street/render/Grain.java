package io.lynceus.street.render;

import io.lynceus.dice.Dice;

/** The grain of rough surfaces. */
final class Grain {
    private static final int SIZE = 256;
    private static final float[] GRAIN = grainTable();

    private Grain() {}

    /** Returns the grain of a rough surface in [-1, 1], smooth over a few units, with a period of 256 units. */
    static float at(double u, double v) {
        int x = (int) Math.floor(u) & (SIZE - 1);
        int y = (int) Math.floor(v) & (SIZE - 1);
        return GRAIN[y * SIZE + x];
    }

    /** Makes four octaves of interpolated lattice noise, tileable. */
    private static float[] grainTable() {
        float[] table = new float[SIZE * SIZE];
        for (int octave = 0; octave < 4; octave++) {
            int cell = 16 >> octave;
            float weight = 0.5f / (1 << (octave / 2));
            for (int y = 0; y < SIZE; y++) {
                for (int x = 0; x < SIZE; x++) {
                    table[y * SIZE + x] += weight * lattice(x, y, cell, octave);
                }
            }
        }
        for (int i = 0; i < table.length; i++) {
            table[i] = Math.max(-1, Math.min(1, table[i]));
        }
        return table;
    }

    private static float lattice(int x, int y, int cell, int salt) {
        int cells = SIZE / cell;
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
        return 2 * Dice.uniform(y * 1024 + x, salt * 7919) - 1;
    }

    private static float mixed(float a, float b, float share) {
        return a + (b - a) * share;
    }
}
