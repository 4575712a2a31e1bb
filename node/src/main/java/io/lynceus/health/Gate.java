package io.lynceus.health;

/** Decides who takes part in a set. */
public final class Gate {
    private Gate() {}

    /** True if a frame of a sensor in that state goes into the network. */
    public static boolean admits(SensorState state) {
        return switch (state) {
            case OK, DEGRADED -> true;
            case FAILED, SILENT, RECOVERING -> false;
        };
    }
}
