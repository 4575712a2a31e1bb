package io.lynceus.health;

import java.time.Duration;

/**
 * When a sensor counts as degraded, failed or recovered: the {@code health} part of a rig file.
 *
 * @param silentPeriods periods without a frame after which a sensor is silent
 * @param badFrames frames in a row that make it failed, or degraded
 * @param goodFrames frames in a row that bring it back
 * @param relapse a state that gets worse sooner than this after it got better doubles the good frames that the next recovery
 *     takes, up to eightfold
 * @param leaveOutEmpty whether a frame that shows nothing (black, saturated, empty) is left out of its own set at once, whatever the
 *     sensor's state; the state follows after {@code badFrames}
 * @param image limits for cameras
 * @param depth limits for depth images
 * @param points limits for point clouds
 * @param events limits for event cameras
 * @param quality limits for the quality that the network gives to frames, of any sensor
 */
public record HealthConfig(
        double silentPeriods,
        int badFrames,
        int goodFrames,
        Duration relapse,
        boolean leaveOutEmpty,
        Image image,
        Depth depth,
        Points points,
        Events events,
        Quality quality) {

    /**
     * @param blackShare share of black pixels from which an image shows nothing
     * @param saturatedShare share of saturated pixels from which an image shows nothing
     * @param deviation standard deviation of grey below which an image shows nothing (covered, fogged, blinded)
     * @param darkMean mean grey below which an image is degraded
     * @param sharpness variance of the Laplacian below which an image is degraded (blurred)
     */
    public record Image(
            double blackShare, double saturatedShare, double deviation, double darkMean, double sharpness) {}

    /** @param emptyShare share of pixels without data from which a depth image shows nothing */
    public record Depth(double emptyShare) {}

    /**
     * @param points fewest points of a scan
     * @param rangeSpread standard deviation of the distances below which a scan has collapsed, metres
     */
    public record Points(int points, double rangeSpread) {}

    /**
     * @param events fewest events of a packet
     * @param floodPerSecond events per second from which the sensor is blinded
     */
    public record Events(long events, double floodPerSecond) {}

    /**
     * Of models that have a quality; a sensor whose frames have too little is degraded, and still used, for the network weighs them.
     *
     * @param low quality below which a frame counts as poor; 0: quality is not looked at
     * @param high quality from which a frame counts as good again; between the two, as the frame before
     */
    public record Quality(double low, double high) {
        /** Not looked at. */
        public static final Quality OFF = new Quality(0, 0);

        public Quality {
            if (!(low >= 0 && low <= high && high <= 1)) {
                throw new IllegalArgumentException("quality.low is " + low + " and quality.high " + high
                        + ", allowed are 0 to 1, low at most as large as high");
            }
        }
    }

    public static final HealthConfig DEFAULTS = new HealthConfig(
            2.5,
            5,
            3,
            Duration.ofSeconds(10),
            true,
            new Image(0.98, 0.9, 2, 20, 4),
            new Depth(0.98),
            new Points(200, 0.3),
            new Events(1, 60e6),
            Quality.OFF);

    public HealthConfig {
        if (!(silentPeriods > 1)) {
            throw new IllegalArgumentException("silentPeriods is " + silentPeriods + ", allowed is more than 1");
        }
        if (badFrames < 1 || goodFrames < 1) {
            throw new IllegalArgumentException(
                    "badFrames is " + badFrames + " and goodFrames " + goodFrames + ", allowed is 1 or more");
        }
        if (relapse.isNegative()) {
            throw new IllegalArgumentException("relapse is " + relapse + ", allowed is 0 or more");
        }
    }
}
