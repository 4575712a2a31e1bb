package io.lynceus.health;

/**
 * What one frame says about its sensor.
 *
 * @param reason with the value seen and the value allowed; empty if good
 */
record Finding(Grade grade, String reason) {
    /** From best to worst. */
    enum Grade {
        GOOD,
        POOR,
        BAD
    }

    static final Finding GOOD = new Finding(Grade.GOOD, "");

    static Finding poor(String reason) {
        return new Finding(Grade.POOR, reason);
    }

    static Finding bad(String reason) {
        return new Finding(Grade.BAD, reason);
    }
}
