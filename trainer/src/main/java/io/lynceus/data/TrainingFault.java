package io.lynceus.data;

import io.lynceus.fault.Faults;
import io.lynceus.wire.Modality;
import java.util.Locale;

/**
 * A fault that a frame may have in training, with a strength between 0 (hardly there) and 1. Each is a fault that {@code replay
 * --inject} knows, put into the raster; a displacement stands for errors of time and of angle, which move what a sensor sees
 * against the label.
 */
enum TrainingFault {
    BLACK,
    SATURATE,
    NOISE,
    LOWRES,
    RMM,
    DISPLACE,
    MOTIONBLUR,
    OVEREXPOSURE,
    UNDEREXPOSURE;

    private static final double MOST_NOISE = 0.5;
    private static final double MOST_STOPS = 4;
    private static final int LONGEST_BLUR = 30;
    private static final int COARSEST_EXPONENT = 4;

    /** The name in configurations. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether only cameras have it. */
    boolean ofPhotographs() {
        return this == MOTIONBLUR || this == OVEREXPOSURE || this == UNDEREXPOSURE;
    }

    /** Whether nothing of the frame is left, at any strength. */
    boolean total() {
        return this == BLACK || this == SATURATE;
    }

    /** The fault in the language of {@link Faults}; a displacement has none. */
    String text(double strength) {
        return switch (this) {
            case BLACK, SATURATE -> key();
            case NOISE -> key() + argument(0.02 + (MOST_NOISE - 0.02) * strength);
            case RMM -> key() + argument(0.1 + 0.85 * strength);
            case LOWRES -> key() + "(" + Math.round(Math.pow(2, 1 + (COARSEST_EXPONENT - 1) * strength)) + ")";
            case MOTIONBLUR -> key() + "(" + (3 + Math.round((LONGEST_BLUR - 3) * strength)) + ")";
            case OVEREXPOSURE, UNDEREXPOSURE -> key() + argument(0.5 + (MOST_STOPS - 0.5) * strength);
            case DISPLACE -> throw new IllegalStateException("a displacement is no fault of pixels");
        };
    }

    private static String argument(double value) {
        return String.format(Locale.ROOT, "(%.3f)", value);
    }

    /** Refuses at start what {@link Faults} would refuse in the middle of a run. */
    void check(Modality modality) {
        if (this != DISPLACE) {
            Faults.ofImages(text(0), modality);
            Faults.ofImages(text(1), modality);
        }
    }
}
