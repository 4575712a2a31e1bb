package io.lynceus.street.render;

import io.lynceus.street.scene.Solid;
import io.lynceus.street.scene.StreetPlan;

/** Computes the radiance of each pixel of a camera: linear float32 [H, W, 3], RGB. */
public final class Shader {
    private final PinholeRays rays;
    private final RayCast cast;
    private final StreetPlan plan;
    private final Climate climate;
    private final Lighting lighting;
    private final Textures textures;
    private final Surface s = new Surface();
    private final float[] light = new float[3];
    private final float[] sky = new float[3];

    public Shader(PinholeRays rays, RayCast cast, StreetPlan plan, Climate climate, Lighting lighting) {
        this.rays = rays;
        this.cast = cast;
        this.plan = plan;
        this.climate = climate;
        this.lighting = lighting;
        textures = new Textures(climate);
    }

    /** Shades the hits of {@code cast}. */
    public void shade(float[] radiance) {
        for (int i = 0; i < cast.hit.length; i++) {
            float dx = rays.dx[i];
            float dy = rays.dy[i];
            float dz = rays.dz[i];
            float stretch = (float) Math.sqrt(dx * dx + dy * dy + dz * dz);
            int hit = cast.hit[i];
            if (hit == RayCast.NOTHING) {
                sky(dx / stretch, dy / stretch, dz / stretch, radiance, 3 * i);
            } else {
                locate(i, hit);
                surface(i, stretch, radiance);
            }
        }
    }

    private void locate(int i, int hit) {
        float t = cast.distance[i];
        s.depth = t;
        s.x = rays.ox + t * rays.dx[i];
        s.y = rays.oy + t * rays.dy[i];
        s.z = rays.oz + t * rays.dz[i];
        if (hit == RayCast.GROUND) {
            s.nx = 0;
            s.ny = 0;
            s.nz = 1;
            textures.ground(s, plan.groundClass(s.x, s.y));
        } else {
            Solid solid = cast.solids[hit];
            s.normalOf(solid);
            textures.solid(s, solid);
        }
    }

    private void surface(int i, float stretch, float[] out) {
        float vx = rays.dx[i] / stretch;
        float vy = rays.dy[i] / stretch;
        float vz = rays.dz[i] / stretch;
        lighting.at(s, rays, light);
        float r = s.r * light[0] + s.glowR;
        float g = s.g * light[1] + s.glowG;
        float b = s.b * light[2] + s.glowB;
        if (s.gloss > 0) {
            float cos = -(vx * s.nx + vy * s.ny + vz * s.nz);
            float grazing = 1 - Math.max(0, cos);
            // Schlick's approximation with a base of 4 %.
            float mirror =
                    s.gloss * (0.04f + 0.96f * grazing * grazing * grazing * grazing * grazing) + 0.12f * s.gloss;
            sky(vx + 2 * cos * s.nx, vy + 2 * cos * s.ny, Math.abs(vz + 2 * cos * s.nz), sky, 0);
            r += mirror * sky[0];
            g += mirror * sky[1];
            b += mirror * sky[2];
        }
        float clear = Decay.of(climate.air().extinction() * s.depth * stretch);
        Climate.Tint haze = climate.light().horizon();
        int at = 3 * i;
        out[at] = r * clear + (float) haze.r() * (1 - clear);
        out[at + 1] = g * clear + (float) haze.g() * (1 - clear);
        out[at + 2] = b * clear + (float) haze.b() * (1 - clear);
    }

    private void sky(float dx, float dy, float dz, float[] out, int at) {
        Climate.Tint zenith = climate.light().sky();
        Climate.Tint horizon = climate.light().horizon();
        float up = Math.max(0, dz);
        float share = up * (2 - up);
        // Thick air hides the gradient.
        share *= Decay.of(20 * climate.air().extinction());
        float clouds = (float) climate.light().clouds() * cloud(dx, dy, up);
        float glare = 0;
        if (climate.light().sun() > 0) {
            float towards = Math.max(0, lighting.towardsSun(dx, dy, dz));
            float close = towards * towards * towards * towards;
            close *= close;
            glare = 0.5f * close * close + (towards > 0.9985f ? 20 : 0);
        }
        out[at] = mixed(horizon.r(), zenith.r(), share) * (1 + 0.6f * clouds) + Math.max(0, clouds) * 0.3f + glare;
        out[at + 1] = mixed(horizon.g(), zenith.g(), share) * (1 + 0.5f * clouds) + Math.max(0, clouds) * 0.2f + glare;
        out[at + 2] = mixed(horizon.b(), zenith.b(), share) * (1 + 0.4f * clouds) + glare;
    }

    /** Returns the clouds' brightness. Clouds are on a plane above; they fade towards the horizon. */
    private float cloud(float dx, float dy, float up) {
        if (climate.light().clouds() == 0 || up < 0.04f) {
            return 0;
        }
        float fade = Math.min(1, 4 * (up - 0.04f));
        return fade * Grain.at(14 * dx / (up + 0.1f) + 90, 14 * dy / (up + 0.1f) + 90);
    }

    private static float mixed(double a, double b, float share) {
        return (float) (a + (b - a) * share);
    }
}
