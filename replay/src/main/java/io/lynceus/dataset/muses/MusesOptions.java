package io.lynceus.dataset.muses;

import io.lynceus.dataset.SampleFilter;

/**
 * How MUSES is played.
 *
 * @param filter selects scenes; {@code split}, {@code weather} and {@code time_of_day} are among their tags
 * @param rateHz scenes a second; 0 keeps their capture times, which lie days apart
 * @param compensateMotion true to move points to where they would have been in the middle of the exposure
 * @param projection how LiDAR, radar and events are sent
 * @param radarThreshold weakest radar echo that is sent, 0 to 255; the SDK shows 75 and more
 */
public record MusesOptions(
        SampleFilter filter, double rateHz, boolean compensateMotion, Projection projection, int radarThreshold) {
    /** How measurements other than the camera's are sent. */
    public enum Projection {
        /** Points as point clouds, events at their positions in the colour camera's image. */
        NODE,
        /** The same, but events at the positions of their own sensor. */
        NONE,
        /** Images of the colour camera's size, pixel by pixel as the SDK's PNG files. */
        SDK
    }

    private static final int MOST_ECHO = 255;

    public MusesOptions {
        if (!(rateHz >= 0 && rateHz <= 1000)) {
            throw new IllegalArgumentException("the rate is " + rateHz + " Hz; allowed is 0 to 1000");
        }
        if (radarThreshold < 0 || radarThreshold > MOST_ECHO) {
            throw new IllegalArgumentException("the radar threshold is " + radarThreshold + "; allowed is 0 to 255");
        }
    }

    /** Returns the options for all scenes at 10 Hz. */
    public static MusesOptions defaults() {
        return new MusesOptions(SampleFilter.ALL, 10, false, Projection.NODE, 75);
    }

    public MusesOptions with(SampleFilter newFilter) {
        return new MusesOptions(newFilter, rateHz, compensateMotion, projection, radarThreshold);
    }

    public MusesOptions withRate(double newRateHz) {
        return new MusesOptions(filter, newRateHz, compensateMotion, projection, radarThreshold);
    }

    public MusesOptions with(Projection newProjection) {
        return new MusesOptions(filter, rateHz, compensateMotion, newProjection, radarThreshold);
    }

    public MusesOptions withMotionCompensation(boolean compensate) {
        return new MusesOptions(filter, rateHz, compensate, projection, radarThreshold);
    }

    public MusesOptions withRadarThreshold(int threshold) {
        return new MusesOptions(filter, rateHz, compensateMotion, projection, threshold);
    }
}
