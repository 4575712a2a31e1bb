package io.lynceus.sync;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How a rig's frames are matched.
 *
 * @param sensors one or more, with distinct names
 * @param setPeriod least time between sets; empty: the slowest live sensor sets the pace alone
 */
public record SyncConfig(SyncMode mode, List<SensorTiming> sensors, Optional<Duration> setPeriod, Bounds bounds) {
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

    public static SyncConfig of(SyncMode mode, List<SensorTiming> sensors) {
        return new SyncConfig(mode, sensors, Optional.empty(), Bounds.DEFAULT);
    }

    /**
     * What protects the matcher from wrong stamps and missing sensors.
     *
     * @param patience in complete mode, how far the foremost sensor may be ahead of one that is waited for. The result does
     *     not depend on the interleaving as long as the sensors' streams arrive no further apart.
     * @param backwardJump a sensor's stamps that are set back by this or more (and by one and a half of its periods) begin a
     *     new epoch once a second one follows; by less, its frames are late until they have caught up
     * @param forwardJump in complete mode, a stamp this far ahead of its sensor's last must be confirmed by a second one
     * @param future in live mode, a stamp further than this ahead of the clock is refused
     * @param maxPending most frames of a sensor that wait; the oldest then expire
     */
    public record Bounds(
            Duration patience, Duration backwardJump, Duration forwardJump, Duration future, int maxPending) {
        public static final Bounds DEFAULT = new Bounds(
                Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofSeconds(1), 10_000);
    }
}
