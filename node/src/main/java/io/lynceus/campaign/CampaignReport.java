package io.lynceus.campaign;

import io.lynceus.settings.Json;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a campaign has shown.
 *
 * @param sets that were sent, over all rigs
 * @param comparison complete mode: with the undisturbed run; live mode: with the sets that were sent, of which masks have no bytes
 *     to compare
 * @param unexcused lost sets that a promise was made for: all in complete mode; in live mode those after whose capture nothing
 *     happened until the next mask
 * @param recoveries milliseconds from a start, or the end of a pause, to the next new mask, by what had happened
 */
public record CampaignReport(
        long sets, MaskComparison comparison, long unexcused, Map<Disturbance, List<Long>> recoveries) {
    private static final int MOST_NAMED = 20;

    /** Returns true if no promise was broken. */
    public boolean isKept() {
        return unexcused == 0 && comparison.different() == 0 && comparison.unknown() == 0;
    }

    /** Prints a table. */
    public void print(PrintWriter out) {
        out.printf(Locale.ROOT, "sets       %6d sent, %d with a mask expected%n", sets, comparison.masks());
        out.printf(
                Locale.ROOT,
                "masks      %6d lost (%d of them while nothing was disturbed, or in complete mode), %d different, %d of unknown sets, %d repeated%n",
                comparison.lost().size(),
                unexcused,
                comparison.different(),
                comparison.unknown(),
                comparison.repeated());
        comparison.lost().stream()
                .limit(MOST_NAMED)
                .forEach(set -> out.println("lost       " + set.rig() + " " + set.stamp()));
        recoveries.forEach((what, millis) -> out.printf(
                Locale.ROOT,
                "%-14s %4d times; next mask after %d ms (median), %d ms (longest)%n",
                what.label(),
                millis.size(),
                median(millis),
                millis.stream().mapToLong(Long::longValue).max().orElse(0)));
        out.println(isKept() ? "R2 was kept" : "R2 was BROKEN");
    }

    /** Returns the same as a JSON object. */
    public String json() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("sets", sets);
        values.put("expected", comparison.masks());
        values.put("lost", comparison.lost().size());
        values.put(
                "lostSets",
                comparison.lost().stream()
                        .limit(MOST_NAMED)
                        .map(set -> set.rig() + " " + set.stamp())
                        .toList());
        values.put("lostUnexcused", unexcused);
        values.put("different", comparison.different());
        values.put("unknown", comparison.unknown());
        values.put("repeated", comparison.repeated());
        Map<String, List<Long>> millis = new LinkedHashMap<>();
        recoveries.forEach((what, times) -> millis.put(what.label(), times));
        values.put("millisToNextMask", millis);
        values.put("kept", isKept());
        return Json.text(values);
    }

    private static long median(List<Long> values) {
        List<Long> sorted = values.stream().sorted().toList();
        return sorted.isEmpty() ? 0 : sorted.get(sorted.size() / 2);
    }
}
