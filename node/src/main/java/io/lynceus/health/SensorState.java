package io.lynceus.health;

/** How far a sensor is trusted. */
public enum SensorState {
    OK,
    /** Worse than usual, and still used. */
    DEGRADED,
    /** Sends frames that show nothing. */
    FAILED,
    /** Sends no frames. */
    SILENT,
    /** Good again, not yet for long enough. */
    RECOVERING
}
