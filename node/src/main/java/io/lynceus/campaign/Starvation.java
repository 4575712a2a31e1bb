package io.lynceus.campaign;

import io.lynceus.campaign.MaskLog.Entry;
import java.time.Duration;
import java.util.List;

/**
 * What a node did in live mode while it was short of time (promise R5).
 *
 * @param what how short
 * @param longestGapMillis between two masks in time
 * @param blindAndReady how often it said that it was ready, although it had had no mask in time for long
 * @param asked how often it said that it was ready
 */
record Starvation(Disturbance what, long longestGapMillis, long blindAndReady, long asked) {
    /**
     * Looks at the masks and answers of a time.
     *
     * @param masks of this node
     * @param sent milliseconds since 1970 of the sets whose frames came in time; without any, a node has nothing to show
     * @param maxAge of a mask in time; a node without one for three times as long may not be ready
     */
    static Starvation of(CampaignNodes.Hunger hunger, List<Entry> masks, List<Long> sent, Duration maxAge) {
        long from = hunger.from();
        long until = hunger.until();
        List<Long> inTime = masks.stream()
                .filter(mask -> mask.arrivalMillis() - mask.set().stamp().toMillis() <= maxAge.toMillis())
                .map(Entry::arrivalMillis)
                .filter(at -> at >= from && at <= until)
                .sorted()
                .toList();
        long longest = 0;
        long last = from;
        for (long at : inTime) {
            longest = Math.max(longest, at - last);
            last = at;
        }
        longest = Math.max(longest, until - last);
        List<Long> asked =
                hunger.ready().stream().filter(at -> at >= from && at <= until).toList();
        long blind = asked.stream()
                .filter(at -> isBlind(at, lastBefore(inTime, at, from), sent, maxAge.toMillis()))
                .count();
        return new Starvation(hunger.what(), longest, blind, asked.size());
    }

    private static boolean isBlind(long at, long lastMask, List<Long> sent, long maxAge) {
        return at - lastMask > 3 * maxAge && sent.stream().anyMatch(set -> set > lastMask && set + maxAge < at);
    }

    private static long lastBefore(List<Long> sorted, long at, long otherwise) {
        long last = otherwise;
        for (long one : sorted) {
            if (one <= at) {
                last = one;
            }
        }
        return last;
    }
}
