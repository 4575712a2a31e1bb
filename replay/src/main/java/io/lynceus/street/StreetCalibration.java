package io.lynceus.street;

/**
 * The poses of the street's sensors and the camera's projection. The RGB, depth and event sensors share one ideal pinhole
 * camera (optical frame: x right, y down, z forward); the LiDAR is on the roof, behind and above the camera (x forward, y left,
 * z up).
 *
 * @param width of the image, pixels
 * @param height of the image, pixels
 * @param focal focal length in pixels: 90 degrees of view across
 */
public record StreetCalibration(int width, int height, double focal) {
    /** Mounts in the vehicle's frame (forward, left, up), m: the origin is on the ground, below the camera. */
    static final double CAMERA_UP = 1.65;

    static final double LIDAR_FORWARD = -1.1;
    static final double LIDAR_LEFT = 0.1;
    static final double LIDAR_UP = 2.05;
    /** Pitch of the camera, which looks a little down, radians. */
    static final double CAMERA_PITCH = -0.06;

    private static final int MAX_SIDE = 4096;

    public StreetCalibration {
        if (width < 16 || height < 16 || width > MAX_SIDE || height > MAX_SIDE) {
            throw new IllegalArgumentException("the street's camera cannot have " + width + " x " + height
                    + " pixels; each side must be 16 to " + MAX_SIDE);
        }
    }

    /** Returns a camera of that size with a horizontal view of 90 degrees. */
    public static StreetCalibration of(int width, int height) {
        return new StreetCalibration(width, height, width / 2.0);
    }

    /** Returns the camera matrix, row-major [3, 3]; pixel centres have integer coordinates. */
    public double[] k() {
        return new double[] {focal, 0, (width - 1) / 2.0, 0, focal, (height - 1) / 2.0, 0, 0, 1};
    }

    /** Returns the rotation of {@code p_camera = R p_lidar + t}, row-major [3, 3]. */
    public double[] rotation() {
        double cos = StrictMath.cos(CAMERA_PITCH);
        double sin = StrictMath.sin(CAMERA_PITCH);
        return new double[] {0, -1, 0, sin, 0, -cos, cos, 0, sin};
    }

    /** Returns the translation of {@code p_camera = R p_lidar + t}, in metres [3]. */
    public double[] translation() {
        double up = LIDAR_UP - CAMERA_UP;
        double cos = StrictMath.cos(CAMERA_PITCH);
        double sin = StrictMath.sin(CAMERA_PITCH);
        return new double[] {-LIDAR_LEFT, sin * LIDAR_FORWARD - cos * up, cos * LIDAR_FORWARD + sin * up};
    }
}
