/**
 * Protobuf messages made from images, points and calibrations, and the image files in them.
 *
 * <p>Reading order: {@link io.lynceus.dataset.message.ImageMessages}, {@link io.lynceus.dataset.message.PointCloudMessages}, {@link
 * io.lynceus.dataset.message.CalibrationMessages}, {@link io.lynceus.dataset.message.ImageFiles}.
 *
 * <p>Threads: everything here is stateless. Units: metres, pixels.
 */
@NullMarked
package io.lynceus.dataset.message;

import org.jspecify.annotations.NullMarked;
