package io.lynceus.campaign;

import io.lynceus.campaign.MaskLog.SetKey;
import io.lynceus.settings.Json;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a campaign has shown.
 *
 * @param sets that must have a mask, over all rigs
 * @param comparison complete mode: with the undisturbed run; live mode: with the sets that were sent, of which masks have no bytes
 *     to compare
 * @param live what only live mode shows; empty in complete mode
 * @param recoveries milliseconds from when broker and node could work again until every rig had a new mask
 * @param endings last line of output of each node that ended by itself and was started again, as a supervisor does
 * @param memory of the node that lived longest; empty if none lived for minutes
 */
public record CampaignReport(
        long sets,
        MaskComparison comparison,
        Optional<Live> live,
        Recoveries recoveries,
        List<String> endings,
        Optional<Memory.Trend> memory) {
    private static final int MOST_NAMED = 20;

    /**
     * @param lost sets, by what a promise says of them
     * @param starvations one for each time in which the node was short of time
     */
    record Live(Outages.Lost lost, List<Starvation> starvations) {
        private long blindAndReady() {
            return starvations.stream().mapToLong(Starvation::blindAndReady).sum();
        }

        private void addTo(Map<String, Object> values) {
            values.put("lostTooOld", lost.old().size());
            values.put("lostSentLate", lost.late().size());
            values.put("lostShed", lost.shed().size());
            values.put("lostYoung", lost.young().size());
            values.put("lostUnexplained", lost.unexplained().size());
            values.put(
                    "starvations",
                    starvations.stream()
                            .map(one -> Map.of(
                                    "what",
                                    one.what().label(),
                                    "longestGapMillis",
                                    one.longestGapMillis(),
                                    "blindAndReady",
                                    one.blindAndReady(),
                                    "ready",
                                    one.asked()))
                            .toList());
        }
    }

    /** Returns true if no promise was broken. */
    public boolean isKept() {
        return brokenLosses().isEmpty()
                && comparison.different() == 0
                && comparison.unknown() == 0
                && live.map(Live::blindAndReady).orElse(0L) == 0;
    }

    /** Returns the lost sets that break a promise: all in complete mode, those without a good reason in live mode. */
    private List<SetKey> brokenLosses() {
        return live.map(only -> only.lost.broken()).orElse(comparison.lost());
    }

    /** Prints a table. */
    public void print(PrintWriter out) {
        print(out, "sets       %6d that must have a mask", sets);
        print(
                out,
                "masks      %6d lost, %d different, %d of unknown sets, %d repeated",
                comparison.lost().size(),
                comparison.different(),
                comparison.unknown(),
                comparison.repeated());
        live.ifPresent(only -> print(
                out,
                "lost       %6d too old when the node was back, %d too old when they were sent, %d shed by a node that was too slow,"
                        + " %d younger than sync.maxAge when the node was back, %d without a reason",
                only.lost.old().size(),
                only.lost.late().size(),
                only.lost.shed().size(),
                only.lost.young().size(),
                only.lost.unexplained().size()));
        named().forEach(set -> print(out, "lost       %s", set));
        recoveries
                .byKind()
                .forEach((what, times) -> print(
                        out,
                        "%-19s %4d times; masks again after %d ms (median), %d ms (p99), %d ms (longest)",
                        what.label(),
                        times.sorted().size(),
                        times.median(),
                        times.p99(),
                        times.longest()));
        live.stream()
                .flatMap(only -> only.starvations.stream())
                .forEach(starvation -> print(
                        out,
                        "%-19s longest time without a mask in time %d ms; %d of %d times ready and blind",
                        starvation.what().label(),
                        starvation.longestGapMillis(),
                        starvation.blindAndReady(),
                        starvation.asked()));
        endings.forEach(line -> print(out, "a node ended by itself and was started again: %s", line));
        memory.ifPresent(trend -> print(
                out,
                "memory     %.0f MB resident after %.1f min, %+.1f MB an hour (the node that lived longest)",
                trend.megabytes(),
                trend.minutes(),
                trend.perHour()));
        out.println(isKept() ? "the promises were kept" : "a promise was BROKEN");
    }

    private static void print(PrintWriter out, String line, Object... values) {
        out.println(String.format(Locale.ROOT, line, values));
    }

    private List<String> named() {
        return brokenLosses().stream()
                .limit(MOST_NAMED)
                .map(set -> set.rig() + " " + set.stamp())
                .toList();
    }

    /** Returns the same as a JSON object. */
    public String json() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("sets", sets);
        values.put("expected", comparison.masks());
        values.put("happened", recoveries.count());
        values.put("lost", comparison.lost().size());
        values.put("lostSets", named());
        values.put("different", comparison.different());
        values.put("unknown", comparison.unknown());
        values.put("repeated", comparison.repeated());
        Map<String, List<Long>> millis = new LinkedHashMap<>();
        recoveries.byKind().forEach((what, times) -> millis.put(what.label(), times.sorted()));
        values.put("millisToNextMask", millis);
        live.ifPresent(only -> only.addTo(values));
        values.put("endedByThemselves", endings);
        memory.ifPresent(trend -> {
            values.put("residentMegabytes", trend.megabytes());
            values.put("megabytesPerHour", trend.perHour());
            values.put("memoryMinutes", trend.minutes());
        });
        values.put("kept", isKept());
        return Json.text(values);
    }
}
