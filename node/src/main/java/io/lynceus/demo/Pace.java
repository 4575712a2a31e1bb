package io.lynceus.demo;

import java.time.Duration;
import java.util.Locale;

/**
 * How many sets a second the demo plays on this machine, and why.
 *
 * @param hertz sets a second
 * @param reason in words, for the terminal
 */
public record Pace(double hertz, String reason) {
    private static final double[] CHOICES = {10, 8, 5, 4, 2};
    /** The rest is for a browser, for whatever else runs, and for sets that take longer than usual. */
    private static final double SHARE = 0.6;
    /** Decoding, matching, labels and the page cost about as much as rendering, as the soak measured it. */
    private static final double AROUND_A_SET = 1.0;

    /** Returns the rate that the user gave. */
    static Pace given(double hertz) {
        return new Pace(hertz, "as --rate says");
    }

    /**
     * Chooses the highest rate at which network, street and node take at most 60 % of the cores.
     *
     * @param network time of a call for one full set
     * @param threads of that call
     * @param street time to render one full set, on one core
     * @param cores of this machine
     */
    static Pace of(Duration network, int threads, Duration street, int cores) {
        double busy = seconds(network) * Math.min(threads, cores) + seconds(street) * (1 + AROUND_A_SET);
        double most = SHARE * cores / busy;
        double chosen = CHOICES[CHOICES.length - 1];
        for (double choice : CHOICES) {
            if (choice <= most) {
                chosen = choice;
                break;
            }
        }
        return new Pace(
                chosen,
                String.format(
                        Locale.ROOT,
                        "a full set takes %.0f ms of network and %.0f ms of street here, on %d cores; --rate gives another",
                        1e3 * seconds(network),
                        1e3 * seconds(street),
                        cores));
    }

    private static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }
}
