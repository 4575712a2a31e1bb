package io.lynceus.campaign;

import io.lynceus.campaign.MaskLog.SetKey;
import io.lynceus.wire.Stamp;
import java.time.Duration;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * When frames came to the broker. A producer keeps them while its broker is gone, and nobody can have a mask of them in time.
 *
 * <p>Thread safety: any thread.
 */
final class Arrivals {
    /** By rig, of each capture time, when the last frame came. */
    private final Map<String, NavigableMap<Stamp, Stamp>> all = new ConcurrentHashMap<>();

    /** Takes note of a frame. */
    void add(String rig, Stamp captured, Stamp arrived) {
        all.computeIfAbsent(rig, name -> new ConcurrentSkipListMap<>())
                .merge(captured, arrived, (a, b) -> a.isBefore(b) ? b : a);
    }

    /**
     * Returns whether a set's last frame was older than that when it came, or none came.
     *
     * @param half of the time between two sets
     */
    boolean wasLate(SetKey set, Duration half, Duration age) {
        Stamp stamp = set.stamp();
        Stamp inTime = stamp.plus(age);
        NavigableMap<Stamp, Stamp> frames = all.getOrDefault(set.rig(), new ConcurrentSkipListMap<>())
                .subMap(stamp.plusNanos(-half.toNanos()), true, stamp.plus(half), false);
        return frames.isEmpty() || frames.values().stream().anyMatch(inTime::isBefore);
    }
}
