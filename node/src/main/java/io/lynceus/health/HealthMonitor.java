package io.lynceus.health;

import io.lynceus.raster.ContentStatistics;
import io.lynceus.wire.Modality;
import io.lynceus.wire.Stamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The health of one rig's sensors. A sensor starts as {@link SensorState#OK}, so that the first sets are not lost.
 *
 * <p>Thread safety: one thread.
 */
public final class HealthMonitor {
    /** A sensor to watch. */
    public record Watched(String name, Modality modality, Duration period) {}

    private record Sensor(SensorHealthMachine machine, ContentCheck check) {}

    private final Map<String, Sensor> sensors = new LinkedHashMap<>();

    public HealthMonitor(List<Watched> watched, HealthConfig config) {
        for (Watched sensor : watched) {
            sensors.put(
                    sensor.name(),
                    new Sensor(
                            new SensorHealthMachine(
                                    sensor.name(), sensor.period().toNanos(), config),
                            new ContentCheck(sensor.modality(), config)));
        }
    }

    /** A frame has come; what it holds is told later, by {@link #observed} or {@link #malformed}. */
    public void alive(String sensor, Stamp stamp) {
        of(sensor).machine.alive(stamp);
    }

    /** A frame was decoded. */
    public List<Transition> observed(String sensor, Stamp stamp, ContentStatistics statistics) {
        Sensor known = of(sensor);
        return known.machine.observe(known.check.judge(statistics), stamp);
    }

    /** A frame could not be decoded. */
    public List<Transition> malformed(String sensor, Stamp stamp, String reason) {
        return of(sensor).machine.observe(Finding.bad("cannot be decoded: " + reason), stamp);
    }

    /** Time has come so far: sensors without frames fall silent. Call it at least once in a period of the fastest sensor. */
    public List<Transition> advance(Stamp now) {
        return advance(now, Duration.ZERO);
    }

    /**
     * As {@link #advance(Stamp)}, where what is observed lags behind.
     *
     * @param behind by how much; the observer may have looked further at one sensor than at another, by no more than this, so a
     *     silence must last longer by it
     */
    public List<Transition> advance(Stamp now, Duration behind) {
        List<Transition> transitions = new ArrayList<>();
        sensors.values().forEach(sensor -> transitions.addAll(sensor.machine.advance(now, behind.toNanos())));
        return transitions;
    }

    public SensorState state(String sensor) {
        return of(sensor).machine.state();
    }

    /** Why the state is what it is; empty if it is OK. */
    public String reason(String sensor) {
        return of(sensor).machine.reason();
    }

    private Sensor of(String sensor) {
        Sensor known = sensors.get(sensor);
        if (known == null) {
            throw new IllegalArgumentException("sensor " + sensor + " is not watched, only " + sensors.keySet());
        }
        return known;
    }
}
