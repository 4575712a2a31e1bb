package io.lynceus.campaign;

import io.lynceus.stream.RigConfig;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * What a campaign does.
 *
 * @param mode complete: the masks are compared with those of an undisturbed run; live: sets without a mask are counted
 * @param seed of the order of the disturbances, of their moments and of the street
 * @param nodeKills how often a node is killed
 * @param brokerKills how often the broker is killed
 * @param pauses how often a node is stopped by SIGSTOP for some seconds
 * @param nodes that share the rigs, 1 or 2; with 2 there are two rigs on two partitions
 * @param rate sets per second of each rig, in live mode
 * @param model a shipped model or an .onnx file
 */
public record CampaignOptions(
        RigConfig.Mode mode,
        long seed,
        int nodeKills,
        int brokerKills,
        int pauses,
        int nodes,
        double rate,
        String model) {
    public CampaignOptions {
        require("node kills", nodeKills, 0, 10_000);
        require("broker kills", brokerKills, 0, 10_000);
        require("pauses", pauses, 0, 10_000);
        require("nodes", nodes, 1, 2);
        if (nodeKills + brokerKills + pauses == 0) {
            throw new IllegalArgumentException("the campaign has no disturbance; give a number of kills or pauses");
        }
        if (!(rate > 0 && rate <= 100)) {
            throw new IllegalArgumentException("the rate is " + rate + " sets per second, allowed are 0 to 100");
        }
    }

    private static void require(String what, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "the number of " + what + " is " + value + ", allowed are " + least + " to " + most);
        }
    }

    /** Returns all disturbances in the order that the seed gives. */
    List<Disturbance> disturbances() {
        List<Disturbance> all = new ArrayList<>(Collections.nCopies(nodeKills, Disturbance.NODE_KILLED));
        all.addAll(Collections.nCopies(brokerKills, Disturbance.BROKER_KILLED));
        all.addAll(Collections.nCopies(pauses, Disturbance.NODE_PAUSED));
        Collections.shuffle(all, new Random(seed));
        return all;
    }
}
