package io.lynceus.raster;

import io.lynceus.raster.geometry.Calibration;
import io.lynceus.raster.message.PayloadFormat;
import io.lynceus.wire.Modality;
import java.util.Optional;
import java.util.Set;

/**
 * Describes how one sensor's rasters are made.
 *
 * @param modality decides how an image is encoded, and which message a ROS 2 value is
 * @param calibration needed for point clouds; images and events with one are warped into the reference camera's view
 */
public record RasterSpec(Modality modality, PayloadFormat format, RasterSize size, Optional<Calibration> calibration) {
    /** Modalities whose images are measurements rendered as colours, so that the mean of two pixels may be meaningless. */
    private static final Set<Modality> RENDERED =
            Set.of(Modality.DEPTH, Modality.LIDAR, Modality.EVENT, new Modality("radar"));

    /** Returns true if values between two pixels are meaningful, as in a photograph. */
    public static boolean blends(Modality modality) {
        return !RENDERED.contains(modality);
    }
}
