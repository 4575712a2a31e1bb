package io.lynceus.health;

import io.lynceus.raster.ContentStatistics;
import io.lynceus.wire.Modality;
import io.lynceus.wire.Stamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Keeps the health of one rig's sensors. A sensor starts as {@link SensorState#OK}, so that the first sets are not lost.
 *
 * <p>Thread safety: one thread.
 */
public final class HealthMonitor {
    /** A sensor to watch. */
    public record Watched(String name, Modality modality, Duration period) {}

    private record WatchedSensor(SensorHealthMachine machine, ContentCheck check, QualityMemory quality) {
        SensorSnapshot snapshot() {
            return new SensorSnapshot(machine.snapshot(), check.snapshot(), quality.snapshot());
        }

        void restore(SensorSnapshot snapshot) {
            machine.restore(snapshot.machine());
            check.restore(snapshot.lastContent());
            quality.restore(snapshot.quality());
        }
    }

    private final Map<String, WatchedSensor> sensors = new LinkedHashMap<>();
    private final boolean leavesOutEmpty;

    public HealthMonitor(List<Watched> watched, HealthConfig config) {
        this.leavesOutEmpty = config.leaveOutEmpty();
        for (Watched sensor : watched) {
            sensors.put(
                    sensor.name(),
                    new WatchedSensor(
                            new SensorHealthMachine(
                                    sensor.name(), sensor.period().toNanos(), config),
                            new ContentCheck(sensor.modality(), config),
                            new QualityMemory(config.quality())));
        }
    }

    /** Returns all that the next decisions depend on. */
    public HealthSnapshot snapshot() {
        SortedMap<String, SensorSnapshot> snapshots = new TreeMap<>();
        sensors.forEach((name, sensor) -> snapshots.put(name, sensor.snapshot()));
        return new HealthSnapshot(snapshots);
    }

    /** Goes on from a snapshot, without a transition. A sensor that is not in it stays as it is; one that is not watched is ignored. */
    public void restore(HealthSnapshot snapshot) {
        snapshot.sensors().forEach((name, sensor) -> {
            WatchedSensor known = sensors.get(name);
            if (known != null) {
                known.restore(sensor);
            }
        });
    }

    /** Takes note that a frame has come; a call of {@link #observed} or {@link #malformed} says later what it holds. */
    public void alive(String sensor, Stamp stamp) {
        of(sensor).machine.alive(stamp);
    }

    /** Takes what a decoded frame holds. */
    public List<Transition> observed(String sensor, Stamp stamp, ContentStatistics statistics) {
        WatchedSensor known = of(sensor);
        if (!Gate.admits(known.machine.state())) {
            known.quality.forget();
        }
        return known.machine.observe(known.quality.judge(known.check.judge(statistics)), stamp);
    }

    /**
     * Takes how far the network believed a frame of an earlier set. The next frames are judged by it too, as {@link
     * HealthConfig.Quality} says.
     *
     * @param quality 0 to 1
     */
    public void believed(String sensor, double quality) {
        of(sensor).quality.observe(quality);
    }

    /**
     * Returns why a frame shows nothing, so that its set is better off without it; empty if it shows something. One frame is
     * enough, whereas the sensor's state takes several.
     */
    public Optional<String> emptiness(String sensor, ContentStatistics statistics) {
        return finding(sensor, statistics).map(Finding::reason);
    }

    /** Returns the cause of {@link #emptiness}. */
    public Optional<Cause> emptinessCause(String sensor, ContentStatistics statistics) {
        return finding(sensor, statistics).map(Finding::cause);
    }

    private Optional<Finding> finding(String sensor, ContentStatistics statistics) {
        return leavesOutEmpty ? of(sensor).check.emptiness(statistics) : Optional.empty();
    }

    /** Takes note that a frame could not be decoded. */
    public List<Transition> malformed(String sensor, Stamp stamp, String reason) {
        return of(sensor)
                .machine
                .observe(Finding.bad("cannot be decoded: " + reason, Cause.of(Cause.Code.MALFORMED)), stamp);
    }

    /** Lets time pass: sensors without frames become silent. Call it at least once in a period of the fastest sensor. */
    public List<Transition> advance(Stamp now) {
        return advance(now, Duration.ZERO);
    }

    /**
     * Lets time pass, like {@link #advance(Stamp)}, for an observer that lags behind.
     *
     * @param behind by how much it lags; it may have read one sensor further than another by up to this time, so a silence must
     *     last longer by this time
     */
    public List<Transition> advance(Stamp now, Duration behind) {
        List<Transition> transitions = new ArrayList<>();
        sensors.values().forEach(sensor -> transitions.addAll(sensor.machine.advance(now, behind.toNanos())));
        return transitions;
    }

    public SensorState state(String sensor) {
        return of(sensor).machine.state();
    }

    /** Returns why the state is what it is; empty if it is OK. */
    public String reason(String sensor) {
        return of(sensor).machine.reason();
    }

    /** Returns the same for programs. */
    public Cause cause(String sensor) {
        return of(sensor).machine.cause();
    }

    private WatchedSensor of(String sensor) {
        WatchedSensor known = sensors.get(sensor);
        if (known == null) {
            throw new IllegalArgumentException("sensor " + sensor + " is not watched, only " + sensors.keySet());
        }
        return known;
    }
}
