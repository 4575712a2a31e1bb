package io.lynceus.health;

/** How far a sensor is trusted. */
public enum SensorState {
    OK,
    /** The sensor's frames are worse than usual, and still used. */
    DEGRADED,
    /** The sensor sends frames that show nothing. */
    FAILED,
    /** The sensor sends no frames. */
    SILENT,
    /** The sensor's frames are good again, but not yet for long enough. */
    RECOVERING
}
