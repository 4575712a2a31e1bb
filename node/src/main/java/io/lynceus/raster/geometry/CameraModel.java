package io.lynceus.raster.geometry;

import io.lynceus.proto.foxglove.CameraCalibration;
import io.lynceus.raster.RasterSize;
import java.util.List;

/**
 * A pinhole camera with ROS's {@code plumb_bob} or {@code rational_polynomial} lens distortion, in pixels of its full image;
 * optical frame: x right, y down, z into the scene.
 *
 * @param fx focal length along x, pixels
 * @param cx principal point along x, pixels, pixel centres at integers
 * @param width of the image the numbers belong to
 */
public record CameraModel(double fx, double fy, double cx, double cy, int width, int height, Distortion distortion) {
    public CameraModel {
        if (!(fx > 0) || !(fy > 0) || !Double.isFinite(fx + fy + cx + cy) || width < 1 || height < 1) {
            throw new IllegalArgumentException("camera fx=" + fx + " fy=" + fy + " cx=" + cx + " cy=" + cy + ", image "
                    + width + " x " + height + ": focal lengths and sizes must be above 0; is it calibrated?");
        }
    }

    /**
     * Lens distortion: radial (1 + k₁r² + k₂r⁴ + k₃r⁶) / (1 + k₄r² + k₅r⁴ + k₆r⁶), tangential p₁, p₂. Source: OpenCV,
     * camera calibration and 3D reconstruction.
     */
    public record Distortion(double k1, double k2, double p1, double p2, double k3, double k4, double k5, double k6) {
        public static final Distortion NONE = new Distortion(0, 0, 0, 0, 0, 0, 0, 0);

        public double radial(double r2) {
            return (1 + r2 * (k1 + r2 * (k2 + r2 * k3))) / (1 + r2 * (k4 + r2 * (k5 + r2 * k6)));
        }
    }

    /** Makes a camera whose images have no distortion. */
    public static CameraModel pinhole(double fx, double fy, double cx, double cy, RasterSize image) {
        return new CameraModel(fx, fy, cx, cy, image.width(), image.height(), Distortion.NONE);
    }

    /**
     * Reads K and D, which belong to the image as captured. (A rectified image is published with its own calibration, of no
     * distortion.)
     *
     * @throws IllegalArgumentException for a camera without calibration, or a distortion model other than the two above
     */
    public static CameraModel of(CameraCalibration calibration) {
        if (calibration.getKCount() != 9) {
            throw new IllegalArgumentException("calibration of " + calibration.getFrameId() + " has "
                    + calibration.getKCount() + " values of K, 9 are needed; calibrate the camera");
        }
        return new CameraModel(
                calibration.getK(0),
                calibration.getK(4),
                calibration.getK(2),
                calibration.getK(5),
                calibration.getWidth(),
                calibration.getHeight(),
                distortion(calibration));
    }

    private static Distortion distortion(CameraCalibration calibration) {
        List<Double> d = calibration.getDList();
        if (d.stream().allMatch(value -> value == 0)) {
            return Distortion.NONE;
        }
        String model = calibration.getDistortionModel();
        boolean known = model.equals("plumb_bob") || model.equals("rational_polynomial");
        if (!known || d.size() < 4 || d.size() > 8) {
            throw new IllegalArgumentException("distortion model '" + model + "' with " + d.size()
                    + " values: plumb_bob or rational_polynomial with 4 to 8 are known; publish rectified images");
        }
        double[] k = new double[8];
        for (int i = 0; i < d.size(); i++) {
            k[i] = d.get(i);
        }
        return new Distortion(k[0], k[1], k[2], k[3], k[4], k[5], k[6], k[7]);
    }
}
