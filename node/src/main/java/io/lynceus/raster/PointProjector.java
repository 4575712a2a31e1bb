package io.lynceus.raster;

import io.lynceus.raster.geometry.CameraModel;
import io.lynceus.raster.geometry.RigidTransform;

/**
 * Projects points of a sensor's frame into the reference camera at model size. A result is in the fields until the next point, so
 * that the frame path allocates nothing. Each thread needs a projector of its own.
 */
final class PointProjector {
    /** A lens polynomial is meaningless far outside the image on which it was fitted. */
    private static final double MARGIN = 0.5;

    private final CameraModel camera;
    private final RigidTransform toCamera;
    private final RasterSize size;
    private final boolean bends;

    private int row;
    private int column;
    private double distance;
    private double height;

    PointProjector(CameraModel camera, RigidTransform toCamera, RasterSize size) {
        this.camera = camera;
        this.toCamera = toCamera;
        this.size = size;
        this.bends = !camera.distortion().equals(CameraModel.Distortion.NONE);
    }

    /** Projects a point; returns false if it is not in view. */
    boolean project(double px, double py, double pz) {
        double z = toCamera.z(px, py, pz);
        if (!(z > 0)) {
            return false;
        }
        double x = toCamera.x(px, py, pz);
        double y = toCamera.y(px, py, pz);
        double u = camera.fx() * x / z + camera.cx();
        double v = camera.fy() * y / z + camera.cy();
        if (bends) {
            CameraModel.Distortion lens = camera.distortion();
            if (outside(u, camera.width()) || outside(v, camera.height())) {
                return false;
            }
            double a = x / z;
            double b = y / z;
            double r2 = a * a + b * b;
            double radial = lens.radial(r2);
            u = camera.fx() * (a * radial + 2 * lens.p1() * a * b + lens.p2() * (r2 + 2 * a * a)) + camera.cx();
            v = camera.fy() * (b * radial + lens.p1() * (r2 + 2 * b * b) + 2 * lens.p2() * a * b) + camera.cy();
        }
        column = (int) Math.floor((u + 0.5) * size.width() / camera.width());
        row = (int) Math.floor((v + 0.5) * size.height() / camera.height());
        distance = Math.sqrt(x * x + y * y + z * z);
        height = -y;
        return column >= 0 && column < size.width() && row >= 0 && row < size.height();
    }

    private static boolean outside(double pixel, int extent) {
        return pixel < -MARGIN * extent || pixel > (1 + MARGIN) * extent;
    }

    int row() {
        return row;
    }

    int column() {
        return column;
    }

    /** Returns metres from the camera. */
    double distance() {
        return distance;
    }

    /** Returns metres above the camera. */
    double height() {
        return height;
    }
}
