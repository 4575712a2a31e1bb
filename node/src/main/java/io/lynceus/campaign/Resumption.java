package io.lynceus.campaign;

import io.lynceus.campaign.MaskLog.Entry;
import io.lynceus.wire.Stamp;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Finds when masks came again after a disturbance. */
final class Resumption {
    private Resumption() {}

    /**
     * Returns when each of some rigs had a first new mask: of a newer set than all before, and published after the disturbance.
     *
     * @param masks in the order in which they came
     * @param ends of the partitions of the topic of masks at the disturbance
     * @param whole whether only sets with a frame of every sensor count
     * @return milliseconds since 1970 at the last of these rigs, now if there are none; empty if one has no new mask yet
     */
    static OptionalLong of(List<Entry> masks, Map<Integer, Long> ends, Collection<String> rigs, boolean whole) {
        Map<String, Stamp> newest = new HashMap<>();
        Map<String, Long> resumed = new HashMap<>();
        for (Entry mask : masks) {
            String rig = mask.set().rig();
            Stamp stamp = mask.set().stamp();
            if (mask.offset() < ends.getOrDefault(mask.partition(), 0L)) {
                newest.merge(rig, stamp, (a, b) -> a.isBefore(b) ? b : a);
            } else if ((mask.whole() || !whole) && stamp.isAfter(newest.getOrDefault(rig, Stamp.EPOCH))) {
                resumed.putIfAbsent(rig, mask.arrivalMillis());
            }
        }
        return resumed.keySet().containsAll(rigs)
                ? OptionalLong.of(rigs.stream().mapToLong(resumed::get).max().orElseGet(System::currentTimeMillis))
                : OptionalLong.empty();
    }
}
