package io.lynceus.street.sensor;

import io.lynceus.dice.Dice;
import io.lynceus.street.render.Climate;

/** An active depth camera. It has its own light, so that darkness does not matter; range and losses depend on the air. */
public final class DepthSensor {
    private static final float NOISE = 0.003f;
    private static final float MOST = 65.535f;

    private final Climate.Air air;

    public DepthSensor(Climate climate) {
        air = climate.air();
    }

    /** Measures the depth of each ray of a camera, in millimetres, 0 where there is none: uint16 [H, W]. */
    public short[] measure(float[] distance, int salt) {
        float range = (float) Math.min(MOST, air.depthRange());
        short[] millimetres = new short[distance.length];
        for (int i = 0; i < distance.length; i++) {
            float z = distance[i] * (1 + NOISE * Dice.gauss(i, salt));
            float share = z / range;
            boolean lost = z > range || Dice.uniform(i, salt + 1) < air.dropouts() * (1 + 4 * share * share);
            millimetres[i] = lost ? 0 : (short) (int) (z * 1000 + 0.5f);
        }
        return millimetres;
    }
}
