package io.lynceus.raster;

import static org.bytedeco.opencv.global.opencv_core.BORDER_CONSTANT;
import static org.bytedeco.opencv.global.opencv_core.CV_64FC1;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_AREA;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_LINEAR;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_NEAREST;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;
import static org.bytedeco.opencv.global.opencv_imgproc.warpPerspective;

import io.lynceus.matrix.Matrix3;
import io.lynceus.raster.geometry.Calibration;
import io.lynceus.raster.geometry.CameraModel;
import io.lynceus.raster.geometry.RigidTransform;
import java.nio.DoubleBuffer;
import java.util.Optional;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/** Brings an image to model size and, if the sensor is calibrated, into the reference camera's view. */
final class Resampler {
    /** How values between two pixels are found. */
    enum Sampling {
        SMOOTH,
        NEAREST
    }

    private final RasterSize size;
    /** Maps model pixels of the sensor's image to model pixels of the reference camera, 3 × 3, row-major. */
    private final Optional<double[]> homography;

    Resampler(RasterSize size, Optional<Calibration> calibration) {
        this.size = size;
        this.homography = calibration.flatMap(
                known -> known.own().map(own -> homography(own, known.sensorToReference(), known.reference(), size)));
    }

    /** Returns true if images of the raster's size need no resampling. */
    boolean keepsViews() {
        return homography.isEmpty();
    }

    /** Returns true if an image needs no resampling. */
    boolean keeps(Mat image) {
        return keepsViews() && image.rows() == size.height() && image.cols() == size.width();
    }

    /**
     * Resamples an image.
     *
     * @param target of the source's type and the raster's size; written in place
     */
    void apply(Mat source, Mat target, Sampling kind) {
        if (homography.isEmpty()) {
            scale(source, target, kind);
            return;
        }
        try (Mat scaled = new Mat(size.height(), size.width(), source.type());
                Mat matrix = new Mat(3, 3, CV_64FC1);
                Size extent = new Size(size.width(), size.height());
                Scalar black = new Scalar(0)) {
            scale(source, scaled, kind);
            matrix.<DoubleBuffer>createBuffer().put(homography.get());
            int interpolation = kind == Sampling.SMOOTH ? INTER_LINEAR : INTER_NEAREST;
            warpPerspective(scaled, target, matrix, extent, interpolation, BORDER_CONSTANT, black);
        }
    }

    private void scale(Mat source, Mat target, Sampling kind) {
        boolean shrinks = source.rows() >= size.height() && source.cols() >= size.width();
        int interpolation =
                switch (kind) {
                    case NEAREST -> INTER_NEAREST;
                    case SMOOTH -> shrinks ? INTER_AREA : INTER_LINEAR;
                };
        try (Size extent = new Size(size.width(), size.height())) {
            resize(source, target, extent, 0, 0, interpolation);
        }
    }

    /** Returns S_ref K_ref R K_own⁻¹ S_own⁻¹, where S scales an image's pixels to model pixels. */
    private static double[] homography(CameraModel own, RigidTransform r, CameraModel reference, RasterSize size) {
        double[] rotation = {r.r00(), r.r01(), r.r02(), r.r10(), r.r11(), r.r12(), r.r20(), r.r21(), r.r22()};
        return Matrix3.product(
                intrinsics(reference, size), Matrix3.product(rotation, Matrix3.inverseOfCamera(intrinsics(own, size))));
    }

    /** Returns K scaled to model pixels, whose centres lie at integers: u' = (u + ½) s − ½. */
    private static double[] intrinsics(CameraModel camera, RasterSize size) {
        double sx = size.width() / (double) camera.width();
        double sy = size.height() / (double) camera.height();
        return new double[] {
            camera.fx() * sx,
            0,
            (camera.cx() + 0.5) * sx - 0.5,
            0,
            camera.fy() * sy,
            (camera.cy() + 0.5) * sy - 0.5,
            0,
            0,
            1
        };
    }
}
