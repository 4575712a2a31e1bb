package io.lynceus.campaign;

import io.lynceus.campaign.MaskLog.Entry;
import io.lynceus.campaign.MaskLog.SetKey;
import java.time.Duration;
import java.util.List;

/**
 * Tells a set that a node skipped from one for which the node was too slow: while the skipped one was young enough, a newer set had
 * its mask. Of sets that are further apart than the age limit this cannot be told. Pure.
 */
final class PassedOver {
    private final List<Entry> masks;
    private final Duration maxAge;

    /**
     * @param masks in the order in which they came
     * @param maxAge of a set, from the rig file
     */
    PassedOver(List<Entry> masks, Duration maxAge) {
        this.masks = masks;
        this.maxAge = maxAge;
    }

    /** Returns whether a newer set of the rig had its mask before this one was too old. */
    boolean was(SetKey set) {
        long tooOld = set.stamp().plus(maxAge).toMillis();
        return masks.stream()
                .filter(mask -> mask.set().rig().equals(set.rig()))
                .anyMatch(mask -> mask.set().stamp().isAfter(set.stamp()) && mask.arrivalMillis() <= tooOld);
    }
}
