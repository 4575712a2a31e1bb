package io.lynceus.raster;

import io.lynceus.wire.Modality;
import java.util.Optional;

/**
 * What makes one sensor's rasters.
 *
 * @param modality decides how an image is encoded, and which message a ROS 2 value is
 * @param calibration needed for point clouds; images and events with one are warped into the reference camera's view
 */
public record RasterSpec(Modality modality, PayloadFormat format, RasterSize size, Optional<Calibration> calibration) {}
