package io.lynceus.command.trainer.compare;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lynceus.metric.Bootstrap.Interval;
import java.util.List;

/** What a comparison says of pairs of configurations. */
final class PairedFigures {
    private PairedFigures() {}

    /**
     * Adds, for every configuration but the first, by how much it is above the first and how many times the first it is; and for every
     * configuration and specialist the configuration's share of the specialist.
     */
    static void add(ObjectNode report, PairedSeeds pairs) {
        List<String> names = pairs.names();
        ObjectNode above = report.putObject("aboveTheFirst");
        for (String name : names.subList(1, names.size())) {
            pairs.above(name, names.get(0))
                    .ifPresent(interval -> put(above.putObject(name), "difference", "range", interval));
            pairs.times(name, names.get(0))
                    .ifPresent(interval -> put(above.withObject("/" + name), "times", "timesRange", interval));
        }
        ArrayNode shares = report.putArray("sharesOfSpecialists");
        for (String specialist : names) {
            for (String name : names) {
                pairs.shareOf(specialist, name).ifPresent(interval -> {
                    ObjectNode share = shares.addObject();
                    share.put("specialist", specialist).put("name", name);
                    put(share, "share", "range", interval);
                });
            }
        }
    }

    private static void put(ObjectNode to, String figure, String range, Interval interval) {
        to.put(figure, interval.figure());
        to.putArray(range).add(interval.low()).add(interval.high());
    }
}
