package io.lynceus.health;

/**
 * What one frame says about its sensor.
 *
 * @param reason with the value seen and the value allowed; empty if good
 * @param cause the same for programs
 */
record Finding(Grade grade, String reason, Cause cause) {
    /** From best to worst. */
    enum Grade {
        GOOD,
        POOR,
        BAD
    }

    static final Finding GOOD = new Finding(Grade.GOOD, "", Cause.NONE);

    static Finding poor(String reason, Cause cause) {
        return new Finding(Grade.POOR, reason, cause);
    }

    static Finding bad(String reason, Cause cause) {
        return new Finding(Grade.BAD, reason, cause);
    }
}
