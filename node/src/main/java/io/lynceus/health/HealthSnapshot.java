package io.lynceus.health;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The health of a rig's sensors as a value: all that decisions about the next frames depend on. A monitor that is restored from it
 * decides as the one that it was taken from.
 *
 * @param sensors by name
 */
public record HealthSnapshot(SortedMap<String, SensorSnapshot> sensors) {
    public HealthSnapshot {
        sensors = Collections.unmodifiableSortedMap(new TreeMap<>(sensors));
    }

    /** Makes a snapshot of sensors by name. */
    public static HealthSnapshot of(Map<String, SensorSnapshot> sensors) {
        return new HealthSnapshot(new TreeMap<>(sensors));
    }
}
