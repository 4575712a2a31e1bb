package io.lynceus.street.render;

import io.lynceus.street.scene.Weather;

/**
 * The physical effects of a weather on each sensor: light, air and exposure.
 *
 * <p>Radiance is linear and relative: a white surface under an overcast sky has about 1. Extinction follows Beer and
 * Lambert, {@code exp(-beta * metres)}, once for a camera and twice, there and back, for a LiDAR.
 */
public record Climate(Light light, Air air, Exposure exposure) {
    /**
     * Sources of light.
     *
     * @param sky radiance of the zenith and of the fill light, RGB
     * @param horizon radiance of the sky at the horizon, which is also the colour of haze, RGB
     * @param sun radiance that direct sunlight gives a white surface facing it
     * @param lamps power of street lamps, headlights and windows
     * @param clouds contrast of the clouds
     */
    public record Light(Tint sky, Tint horizon, double sun, double lamps, double clouds) {}

    /**
     * Fog, rain and other particles in the air.
     *
     * @param extinction of visible light, 1/m
     * @param lidarExtinction of 905 nm, 1/m
     * @param spurious share of LiDAR rays that a drop or droplet returns
     * @param dropouts share of depth pixels lost
     * @param depthRange of the depth camera, m
     * @param wetness 0 dry, 1 a film of water on the ground
     * @param streaks falling drops in a camera's view for each 1000 pixels
     */
    public record Air(
            double extinction,
            double lidarExtinction,
            double spurious,
            double dropouts,
            double depthRange,
            double wetness,
            double streaks) {}

    /**
     * Settings and noise of the camera.
     *
     * @param gain radiance to full scale
     * @param shot noise of one full-scale signal, as a share of full scale
     * @param read noise in the dark, as a share of full scale
     * @param events spurious events for each 1000 pixels of an event camera
     */
    public record Exposure(double gain, double shot, double read, double events) {}

    /** Linear radiance or albedo. */
    public record Tint(double r, double g, double b) {}

    public static Climate of(Weather weather) {
        return switch (weather) {
            case CLOUD ->
                new Climate(
                        new Light(new Tint(0.95, 1.0, 1.08), new Tint(0.9, 0.93, 0.97), 0, 0, 0.25),
                        new Air(0.0012, 0.0005, 0, 0.004, 60, 0, 0),
                        new Exposure(0.75, 0.012, 0.003, 2));
            case FOG ->
                new Climate(
                        new Light(new Tint(0.85, 0.87, 0.9), new Tint(0.72, 0.74, 0.76), 0, 0.02, 0),
                        new Air(0.045, 0.035, 0.03, 0.03, 28, 0.3, 0),
                        new Exposure(0.75, 0.014, 0.004, 2));
            case NIGHT ->
                new Climate(
                        new Light(new Tint(0.008, 0.009, 0.016), new Tint(0.014, 0.013, 0.018), 0, 1, 0),
                        new Air(0.002, 0.0005, 0, 0.004, 60, 0, 0),
                        new Exposure(0.8, 0.05, 0.011, 8));
            case RAIN ->
                new Climate(
                        new Light(new Tint(0.42, 0.45, 0.5), new Tint(0.45, 0.47, 0.5), 0, 0.05, 0.12),
                        new Air(0.009, 0.004, 0.02, 0.03, 45, 1, 4),
                        new Exposure(1.1, 0.03, 0.008, 6));
            case SUN ->
                new Climate(
                        new Light(new Tint(0.22, 0.38, 0.78), new Tint(0.62, 0.74, 0.9), 2.1, 0, 0.5),
                        new Air(0.001, 0.0005, 0, 0.008, 50, 0, 0),
                        new Exposure(0.62, 0.01, 0.002, 2));
        };
    }
}
