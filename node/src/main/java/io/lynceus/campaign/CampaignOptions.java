package io.lynceus.campaign;

import io.lynceus.rig.RigConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * What a campaign does.
 *
 * @param mode complete: the masks are compared with those of an undisturbed run; live: sets without a mask are counted
 * @param seed of the order of the disturbances, of their moments and of the street
 * @param counts how often each disturbance happens
 * @param longestPause of nodes and of the broker, and how long a node is starved; 1 ms to 10 min
 * @param longestDown time of a killed broker until it is started again; the same range
 * @param nodes that share the rigs, 1 or 2; with 2 there are two rigs on two partitions
 * @param rate sets per second of each rig, in live mode
 * @param model a shipped model or an .onnx file
 * @param logs folder for the output of broker and nodes; empty: a temporary one
 */
public record CampaignOptions(
        RigConfig.Mode mode,
        long seed,
        Map<Disturbance, Integer> counts,
        Duration longestPause,
        Duration longestDown,
        int nodes,
        double rate,
        String model,
        Optional<Path> logs) {
    private static final Duration LONGEST = Duration.ofMinutes(10);

    public CampaignOptions {
        counts = Map.copyOf(counts);
        counts.forEach((what, count) -> require("'" + what.label() + "'", count, 0, 10_000));
        require("nodes", nodes, 1, 2);
        if (mode == RigConfig.Mode.COMPLETE) {
            counts.forEach((what, count) -> {
                if (what.takesFrames() && count > 0) {
                    throw new IllegalArgumentException("'" + what.label()
                            + "' takes frames away that the undisturbed run had, so the two cannot be compared;"
                            + " use --mode live");
                }
            });
        }
        requireTime("longest pause", longestPause);
        requireTime("longest time without a broker", longestDown);
        if (!(rate > 0 && rate <= 100)) {
            throw new IllegalArgumentException(
                    "the rate is " + rate + " sets per second, allowed is a rate above 0, and 100 at most");
        }
    }

    CampaignOptions withNodes(int newNodes) {
        return new CampaignOptions(mode, seed, counts, longestPause, longestDown, newNodes, rate, model, logs);
    }

    private static void require(String what, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "the number of " + what + " is " + value + ", allowed are " + least + " to " + most);
        }
    }

    private static void requireTime(String what, Duration value) {
        if (value.toMillis() < 1 || value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "the " + what + " is " + value.toMillis() + " ms, allowed are 1 to " + LONGEST.toMillis());
        }
    }

    /** Returns all disturbances in the order that the seed gives. */
    List<Disturbance> disturbances() {
        List<Disturbance> all = new ArrayList<>();
        for (Disturbance what : Disturbance.values()) {
            all.addAll(Collections.nCopies(counts.getOrDefault(what, 0), what));
        }
        Collections.shuffle(all, new Random(seed));
        return all;
    }
}
