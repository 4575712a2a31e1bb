/**
 * Camera models and rigid transforms, from which points and images are brought into the reference camera's view.
 *
 * <p>Reading order: {@link io.lynceus.raster.geometry.Calibration}, {@link io.lynceus.raster.geometry.CameraModel}, {@link
 * io.lynceus.raster.geometry.RigidTransform}.
 *
 * <p>Threads: everything here is immutable. Units: metres, pixels with centres at integers.
 */
@NullMarked
package io.lynceus.raster.geometry;

import org.jspecify.annotations.NullMarked;
