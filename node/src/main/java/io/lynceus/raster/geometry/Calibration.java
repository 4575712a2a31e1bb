package io.lynceus.raster.geometry;

import java.util.Optional;

/**
 * The position of a sensor relative to the reference camera, in whose view all rasters of a rig are drawn.
 *
 * @param reference the reference camera
 * @param sensorToReference takes a position in the sensor's frame to the reference camera's optical frame
 * @param own the sensor's own camera model, for images and event packets; empty for point clouds. The warp takes the scene to be
 *     far away (H = K_ref R K_own⁻¹), so only the rotation and the two intrinsic matrices enter.
 */
public record Calibration(CameraModel reference, RigidTransform sensorToReference, Optional<CameraModel> own) {
    /** Makes the calibration of a LiDAR. */
    public static Calibration ofPoints(CameraModel reference, RigidTransform sensorToReference) {
        return new Calibration(reference, sensorToReference, Optional.empty());
    }
}
