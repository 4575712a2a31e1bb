package io.lynceus.street;

/** Variants of streets and of their numbers that tests alone need. */
public final class StreetVariants {
    private StreetVariants() {}

    /** Returns the same street with colour frames as raw pixels. */
    public static StreetOptions raw(StreetOptions options) {
        return new StreetOptions(
                options.seed(),
                options.weather(),
                options.width(),
                options.height(),
                options.rates(),
                StreetOptions.RgbFormat.RAW,
                options.start(),
                options.duration());
    }

    /** Returns {@code camera_T_lidar} as a homogeneous matrix, row-major [4, 4]. */
    static double[] cameraFromLidar(StreetCalibration calibration) {
        double[] r = calibration.rotation();
        double[] t = calibration.translation();
        return new double[] {r[0], r[1], r[2], t[0], r[3], r[4], r[5], t[1], r[6], r[7], r[8], t[2], 0, 0, 0, 1};
    }
}
