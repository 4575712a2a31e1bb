package io.lynceus.street.sensor;

import io.lynceus.dice.Dice;
import io.lynceus.street.render.Climate;
import io.lynceus.street.render.Srgb;

/** Turns radiance into a picture: falling drops, exposure, noise and gamma. */
public final class ColourSensor {
    private final Climate climate;
    private final int width;
    private final int height;

    public ColourSensor(Climate climate, int width, int height) {
        this.climate = climate;
        this.width = width;
        this.height = height;
    }

    /** Draws the drops that fall past the lens at one moment into {@code radiance} [H, W, 3]. */
    public void drops(float[] radiance, int salt) {
        int count = (int) (climate.air().streaks() * width * height / 1000);
        Climate.Tint colour = climate.light().horizon();
        for (int i = 0; i < count; i++) {
            float x = width * Dice.uniform(3 * i, salt);
            float y = height * (1.2f * Dice.uniform(3 * i + 1, salt) - 0.2f);
            float size = Dice.uniform(3 * i + 2, salt);
            int length = (int) (height * (0.01f + 0.05f * size));
            float cover = 0.12f + 0.35f * size;
            for (int step = 0; step < length; step++) {
                int u = (int) (x + 0.12f * step);
                int v = (int) y + step;
                if (u >= 0 && u < width && v >= 0 && v < height) {
                    int at = 3 * (v * width + u);
                    radiance[at] += cover * ((float) colour.r() * 1.3f - radiance[at]);
                    radiance[at + 1] += cover * ((float) colour.g() * 1.3f - radiance[at + 1]);
                    radiance[at + 2] += cover * ((float) colour.b() * 1.3f - radiance[at + 2]);
                }
            }
        }
    }

    /** Makes the picture of {@code radiance}: sRGB uint8 [H, W, 3]. Shot noise grows with the root of the signal. */
    public byte[] expose(float[] radiance, int salt) {
        Climate.Exposure exposure = climate.exposure();
        float gain = (float) exposure.gain();
        float shot = (float) (exposure.shot() * exposure.shot());
        float read = (float) (exposure.read() * exposure.read());
        byte[] rgb = new byte[radiance.length];
        for (int i = 0; i < rgb.length; i++) {
            float signal = gain * radiance[i];
            // A shoulder in the curve keeps bright areas below full scale for longer.
            signal = signal < 0.7f ? signal : 1 - 0.09f / (signal - 0.4f);
            float sigma = (float) Math.sqrt(shot * signal + read);
            rgb[i] = Srgb.encode(signal + sigma * Dice.gauss(i, salt));
        }
        return rgb;
    }
}
