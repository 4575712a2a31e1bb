package io.lynceus.command;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;

/** Checks of values on the command line, before anything starts. Each message says the value, what is allowed, and what to do. */
public final class Checks {
    private static final int LAST_PORT = 65_535;

    private Checks() {}

    /** Refuses a number that is too small. */
    public static void atLeast(String option, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(option + " is " + value + ", allowed is " + least + " or more");
        }
    }

    /** Returns a time that is longer than none. */
    public static Duration positive(String option, Duration time) {
        if (time.isZero() || time.isNegative()) {
            throw new IllegalArgumentException(
                    option + " is " + time.toMillis() + " ms; give a time above 0, such as 20s");
        }
        return time;
    }

    /** Returns a port, 0 for a free one. */
    static int port(String option, int port) {
        if (port < 0 || port > LAST_PORT) {
            throw new IllegalArgumentException(option + " is " + port + "; allowed are 0 (a free one) to " + LAST_PORT);
        }
        return port;
    }

    /** Returns a port on which nothing listens on loopback; 0 stands for a free one. */
    static int freePort(String option, int port) {
        port(option, port);
        try (ServerSocket unused = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return port;
        } catch (IOException e) {
            throw new IllegalStateException(
                    option + " is " + port + ", which cannot be listened on: " + e.getMessage()
                            + "; give another, or 0 for a free one",
                    e);
        }
    }
}
