package io.lynceus.sync;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How a rig's frames are matched.
 *
 * @param sensors one or more, with distinct names
 */
public record SyncConfig(List<SensorTiming> sensors, Bounds bounds) {
    public SyncConfig {
        sensors = List.copyOf(sensors);
        Set<String> names = new HashSet<>();
        for (SensorTiming sensor : sensors) {
            if (!names.add(sensor.name())) {
                throw new IllegalArgumentException(
                        "two sensors are named " + sensor.name() + "; rename one in the rig file");
            }
        }
        if (sensors.isEmpty()) {
            throw new IllegalArgumentException("no sensors; name at least one in the rig file");
        }
    }

    /**
     * What protects the matcher from wrong stamps and missing sensors.
     *
     * @param patience in the complete regime, how far the foremost sensor may be ahead of one that is waited for. The result does
     *     not depend on the interleaving as long as the sensors' streams arrive no further apart.
     * @param backwardJump a sensor's stamps that are set back by this or more (and by one and a half of its periods) begin a
     *     new epoch once a second one follows; by less, its frames are late until they have caught up
     * @param forwardJump in the complete regime, a stamp this far ahead of its sensor's last must be confirmed by a second one
     * @param maxPending most frames of a sensor that wait; the oldest then expire
     */
    public record Bounds(Duration patience, Duration backwardJump, Duration forwardJump, int maxPending) {
        public static final Bounds DEFAULT =
                new Bounds(Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ofSeconds(10), 10_000);
    }
}
