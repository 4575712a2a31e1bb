package io.lynceus.street.sensor;

import io.lynceus.dice.Dice;
import io.lynceus.street.render.Climate;
import io.lynceus.street.render.Decay;
import io.lynceus.street.render.LidarRays;
import io.lynceus.street.render.RayCast;
import io.lynceus.street.render.Surface;
import io.lynceus.street.scene.Material;
import io.lynceus.street.scene.Solid;
import io.lynceus.street.scene.StreetClasses;
import io.lynceus.street.scene.StreetPlan;
import java.util.Arrays;

/**
 * A pulsed LiDAR. A return's power is {@code reflectance · cos(incidence) · exp(-2 · beta · R) / R²}; if it is below the detector's
 * threshold there is no return, so fog shortens the range and darkness does not.
 */
public final class LidarSensor {
    private static final float RANGE_NOISE = 0.02f;
    private static final float LONGEST = 120;
    /** Power of a surface of 10 % reflectance at 70 m, head on. */
    private static final float THRESHOLD = 0.1f / (70 * 70);

    private final LidarRays rays;
    private final RayCast cast;
    private final StreetPlan plan;
    private final Climate.Air air;
    private final Surface s = new Surface();

    public LidarSensor(LidarRays rays, RayCast cast, StreetPlan plan, Climate climate) {
        this.rays = rays;
        this.cast = cast;
        this.plan = plan;
        this.air = climate.air();
    }

    /** Measures the returns of the hits of {@code cast}: float32 [n, 4], x, y, z in the sensor's frame, intensity 0 to 1. */
    public float[] measure(int salt) {
        float[] points = new float[4 * cast.hit.length];
        int size = 0;
        for (int i = 0; i < cast.hit.length; i++) {
            float range = cast.distance[i];
            float intensity;
            float drop = dropRange(i, salt);
            if (drop < range) {
                range = drop;
                intensity = 0.02f + 0.05f * Dice.uniform(i, salt + 3);
            } else {
                intensity = returned(i);
                range += RANGE_NOISE * Dice.gauss(i, salt);
            }
            if (intensity > 0) {
                points[size] = range * rays.localX(i);
                points[size + 1] = range * rays.localY(i);
                points[size + 2] = range * rays.localZ(i);
                points[size + 3] = Math.min(1, intensity * (1 + 0.08f * Dice.gauss(i, salt + 4)));
                size += 4;
            }
        }
        return Arrays.copyOf(points, size);
    }

    /** Returns the range at which a drop reflects a ray; infinite for most rays. Fog's droplets are detected near the sensor only. */
    private float dropRange(int i, int salt) {
        if (Dice.uniform(i, salt + 1) >= air.spurious()) {
            return Float.POSITIVE_INFINITY;
        }
        float share = Dice.uniform(i, salt + 2);
        return 1.2f + 14 * share * share;
    }

    /** Returns the intensity of a ray's true return; 0 if it is not detected. */
    private float returned(int i) {
        int hit = cast.hit[i];
        float range = cast.distance[i];
        if (hit == RayCast.NOTHING || range > LONGEST) {
            return 0;
        }
        s.x = rays.ox + range * rays.dx[i];
        s.y = rays.oy + range * rays.dy[i];
        s.z = rays.oz + range * rays.dz[i];
        float reflectance;
        float cos;
        if (hit == RayCast.GROUND) {
            cos = -rays.dz[i];
            // A film of water reflects grazing rays away from the sensor.
            float mirrored = (float) air.wetness() * (1 - cos);
            reflectance = groundReflectance(plan.groundClass(s.x, s.y)) * (1 - 0.6f * mirrored);
        } else {
            Solid solid = cast.solids[hit];
            s.normalOf(solid);
            cos = Math.abs(s.nx * rays.dx[i] + s.ny * rays.dy[i] + s.nz * rays.dz[i]);
            reflectance = (float) solid.material().reflectance;
        }
        // Rough surfaces send some light back even at grazing angles.
        float returned = reflectance * (0.15f + 0.85f * cos);
        float power = returned * Decay.of(2 * air.lidarExtinction() * range) / (range * range);
        return power < THRESHOLD ? 0 : returned * Decay.of(2 * air.lidarExtinction() * range);
    }

    private static float groundReflectance(int classId) {
        Material material = classId == StreetClasses.ROAD
                ? Material.ASPHALT
                : classId == StreetClasses.ROAD_LINE
                        ? Material.MARKING
                        : classId == StreetClasses.GROUND ? Material.GRAVEL : Material.GRASS;
        return (float) material.reflectance;
    }
}
