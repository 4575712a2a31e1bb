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
    private static final double[] CHOICES = {10, 8, 5, 4, 3, 2};
    /** The rest is for a browser, for whatever else runs, and for sets that take longer than usual. */
    private static final double SHARE = 0.5;
    /**
     * Work of a whole set as a multiple of the network's. With street-nano on two cores that carry 9 sets a second in all, a set
     * takes 0.22 s of a core, the network 0.18 s.
     */
    private static final double WHOLE_SET = 1.25;

    /** Returns the rate that the user gave. */
    static Pace given(double hertz) {
        return new Pace(hertz, "as --rate says");
    }

    /**
     * Chooses the highest rate at which network, street, broker and node take at most half of the cores, or else the lowest.
     *
     * @param network time of a call for one full set
     * @param threads of that call
     * @param cores of this machine
     */
    static Pace of(Duration network, int threads, int cores) {
        double seconds = network.toNanos() / 1e9;
        double most = SHARE * cores / (WHOLE_SET * seconds * Math.min(threads, cores));
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
                        "the network takes %.0f ms for a full set on %d cores; --rate gives another",
                        1e3 * seconds,
                        cores));
    }
}
