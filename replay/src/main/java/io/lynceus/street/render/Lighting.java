package io.lynceus.street.render;

import io.lynceus.dice.Dice;
import io.lynceus.street.scene.EgoMotion;
import io.lynceus.street.scene.Lamps;
import io.lynceus.street.scene.Solid;
import io.lynceus.street.scene.StreetPlan;
import java.util.List;

/** Computes the light on a surface: sky, sun with hard shadows, street lamps and the vehicle's headlights. */
public final class Lighting {
    private static final double SUN_AWAY = 900;
    private static final double SHADOW_AHEAD = 32;
    private static final double SHADOW_SIZE = 80;
    private static final int SHADOW_CELLS = 512;
    private static final float SHADOW_BIAS = 0.35f;

    private final Climate.Light light;
    private final StreetPlan plan;
    // Direction to the sun, a unit vector.
    private final float sunX;
    private final float sunY;
    private final float sunZ;
    private final double sunYaw;
    private final double sunElevation;
    private final boolean sunny;
    private final PinholeRays fromSun;
    private final RayCast lit;

    public Lighting(Climate climate, StreetPlan plan) {
        light = climate.light();
        this.plan = plan;
        sunny = light.sun() > 0;
        // The sun is neither straight along the street nor straight across it.
        int quarter = (int) (Dice.hash(plan.seed, 7) >>> 62);
        sunYaw = Math.PI / 2 * quarter + 0.5 + 0.6 * Dice.uniform(1, (int) plan.seed);
        sunElevation = 0.75 + 0.35 * Dice.uniform(2, (int) plan.seed);
        sunX = (float) (StrictMath.cos(sunElevation) * StrictMath.cos(sunYaw));
        sunY = (float) (StrictMath.cos(sunElevation) * StrictMath.sin(sunYaw));
        sunZ = (float) StrictMath.sin(sunElevation);
        int cells = sunny ? SHADOW_CELLS : 1;
        fromSun = new PinholeRays(cells, cells, cells * SUN_AWAY / SHADOW_SIZE);
        lit = new RayCast(fromSun);
    }

    /** Finds which surfaces around a position the sun reaches; call it before shading. */
    public void prepare(List<Solid> solids, EgoMotion.Pose ego) {
        if (!sunny) {
            return;
        }
        fromSun.aim(
                ego.worldX(SHADOW_AHEAD, 0) + SUN_AWAY * sunX,
                ego.worldY(SHADOW_AHEAD, 0) + SUN_AWAY * sunY,
                SUN_AWAY * sunZ,
                sunYaw + Math.PI,
                -sunElevation);
        lit.cast(solids);
    }

    float towardsSun(float x, float y, float z) {
        return x * sunX + y * sunY + z * sunZ;
    }

    /** Writes the irradiance on a surface into {@code out} as RGB. */
    void at(Surface s, PinholeRays camera, float[] out) {
        // The sky is a hemisphere; the fill differs by side so that edges show.
        float fill = 0.62f + 0.28f * s.nz + 0.08f * s.ny - 0.1f * s.nx;
        out[0] = (float) light.sky().r() * fill;
        out[1] = (float) light.sky().g() * fill;
        out[2] = (float) light.sky().b() * fill;
        if (sunny) {
            float facing = s.nx * sunX + s.ny * sunY + s.nz * sunZ;
            if (facing > 0 && !inShadow(s)) {
                add(out, facing * (float) light.sun(), 1, 0.94f, 0.82f);
            }
        }
        if (light.lamps() > 0.1) {
            streetLamps(s, out);
            headlights(s, camera, out);
        }
    }

    private boolean inShadow(Surface s) {
        double x = s.x + 0.05 * s.nx;
        double y = s.y + 0.05 * s.ny;
        double z = s.z + 0.05 * s.nz;
        double depth = fromSun.along(6, x, y, z);
        int u = (int) Math.rint(fromSun.focal * fromSun.along(0, x, y, z) / depth + fromSun.cu);
        int v = (int) Math.rint(fromSun.focal * fromSun.along(3, x, y, z) / depth + fromSun.cv);
        boolean inside = u >= 0 && v >= 0 && u < SHADOW_CELLS && v < SHADOW_CELLS;
        return inside && lit.distance[v * SHADOW_CELLS + u] < depth - SHADOW_BIAS;
    }

    private void streetLamps(Surface s, float[] out) {
        long nearest = Math.round(s.x / Lamps.SPACING - 0.5);
        for (long lamp = nearest - 1; lamp <= nearest + 1; lamp++) {
            float lx = (float) (Lamps.x(lamp) - s.x);
            float ly = (float) (Lamps.y(lamp, plan) - s.y);
            float lz = (float) (Lamps.HEIGHT - 0.2 - s.z);
            float square = lx * lx + ly * ly + lz * lz + 0.3f;
            float distance = (float) Math.sqrt(square);
            float facing = (s.nx * lx + s.ny * ly + s.nz * lz) / distance;
            // A lamp shines downwards.
            float down = Math.max(0, lz / distance);
            if (facing > 0) {
                add(out, (float) light.lamps() * 17 * facing * down / square, 1, 0.78f, 0.48f);
            }
        }
    }

    /** Adds low beams: a wide area of light below the horizon. */
    private void headlights(Surface s, PinholeRays camera, float[] out) {
        double right = camera.along(0, s.x, s.y, s.z) / s.depth;
        double rise = (s.z - 0.75) / s.depth;
        if (rise > 0.02) {
            return;
        }
        double spread = Decay.of(Math.min(11, 4.5 * right * right)) * Decay.of(Math.min(11, 18 * rise * rise));
        double facing = Math.abs(s.nx) * 0.9 + 0.35;
        double power = light.lamps() * 42 * spread * facing / Math.max(14, s.depth * s.depth);
        add(out, (float) power, 1, 0.96f, 0.86f);
    }

    private static void add(float[] out, float power, float r, float g, float b) {
        out[0] += power * r;
        out[1] += power * g;
        out[2] += power * b;
    }
}
