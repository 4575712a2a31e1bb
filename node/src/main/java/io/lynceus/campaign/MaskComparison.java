package io.lynceus.campaign;

import io.lynceus.campaign.MaskLog.SetKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * The masks of a disturbed run against those of an undisturbed one.
 *
 * @param masks sets that the undisturbed run has a mask of
 * @param lost those of which the disturbed run has none, in order
 * @param different those of which it has a mask with other bytes
 * @param repeated masks that it published again, which at-least-once delivery allows
 * @param unknown sets of which only the disturbed run has a mask
 */
record MaskComparison(long masks, List<SetKey> lost, long different, long repeated, long unknown) {
    /** Compares digests of masks by set; of each set there may be several masks. */
    static MaskComparison of(SortedMap<SetKey, List<String>> undisturbed, SortedMap<SetKey, List<String>> disturbed) {
        List<SetKey> lost = new ArrayList<>();
        long different = 0;
        long repeated = 0;
        for (Map.Entry<SetKey, List<String>> set : undisturbed.entrySet()) {
            List<String> masks = disturbed.getOrDefault(set.getKey(), List.of());
            String expected = set.getValue().get(0);
            if (masks.isEmpty()) {
                lost.add(set.getKey());
            }
            different += masks.stream().allMatch(expected::equals) ? 0 : 1;
            repeated += Math.max(0, masks.size() - 1);
        }
        long unknown = disturbed.keySet().stream()
                .filter(set -> !undisturbed.containsKey(set))
                .count();
        return new MaskComparison(undisturbed.size(), lost, different, repeated, unknown);
    }
}
