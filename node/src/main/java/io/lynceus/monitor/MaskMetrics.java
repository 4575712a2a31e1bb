package io.lynceus.monitor;

import io.lynceus.proto.v1.Contribution;
import io.lynceus.proto.v1.Segmentation;
import io.lynceus.proto.v1.SensorState;
import io.lynceus.proto.v1.StageLatency;
import io.lynceus.wire.Stamp;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Metrics from the messages of the published sets.
 *
 * <p>Thread safety: any thread.
 */
final class MaskMetrics implements Consumer<Segmentation> {
    private static final Duration[] BUCKETS = millis(1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000);
    private static final double[] SKEWS = {0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2};
    /** Sets that are older come from a recording; their age says nothing about the node. */
    private static final long LIVE_NANOS = 60_000_000_000L;

    private record Source(String rig, String sensor) {}

    private final MeterRegistry registry;
    private final Clock clock;
    private final Map<Source, Contribution> last = new ConcurrentHashMap<>();
    private final Map<String, Segmentation> sets = new ConcurrentHashMap<>();

    MaskMetrics(MeterRegistry registry, Clock clock) {
        this.registry = registry;
        this.clock = clock;
    }

    @Override
    public void accept(Segmentation set) {
        StageLatency latency = set.getLatency();
        stage("wait", latency.getWaitNanos());
        stage("decode", latency.getDecodeNanos());
        stage("queue", latency.getQueueNanos());
        stage("inference", latency.getInferenceNanos());
        stage("encode", latency.getEncodeNanos());
        long age = Stamp.of(clock.instant()).nanosSince(Stamp.of(set.getTimestamp()));
        if (age >= 0 && age < LIVE_NANOS) {
            timer("lynceus.e2e.latency", "From capture to published")
                    .register(registry)
                    .record(Duration.ofNanos(age));
        }
        Counter unfit = Counter.builder("lynceus.masks.unfit")
                .tag("rig", set.getRig())
                .description("Masks, and sets without one, that the rig file's policy calls unfit")
                .register(registry);
        if (!set.getUnfitReason().isEmpty()) {
            unfit.increment();
        }
        if (sets.put(set.getRig(), set) == null) {
            Gauge.builder("lynceus.expected.miou", sets, all -> expected(all.get(set.getRig())))
                    .tag("rig", set.getRig())
                    .description("Expected mIoU of the last mask")
                    .register(registry);
        }
        set.getContributionsList().forEach(contribution -> sensor(set.getRig(), contribution));
    }

    /** Removes the metrics of a rig that is gone. */
    void forget(String rig) {
        sets.remove(rig);
        last.keySet().removeIf(source -> source.rig().equals(rig));
        registry.getMeters().stream()
                .filter(meter -> rig.equals(meter.getId().getTag("rig")))
                .forEach(registry::remove);
    }

    private static double expected(@Nullable Segmentation set) {
        return set == null ? Double.NaN : set.getExpectedMiou();
    }

    private void stage(String name, long nanos) {
        timer("lynceus.stage.latency", "Time of a stage")
                .tag("stage", name)
                .register(registry)
                .record(Duration.ofNanos(nanos));
    }

    private static Timer.Builder timer(String name, String description) {
        return Timer.builder(name).description(description).serviceLevelObjectives(BUCKETS);
    }

    private void sensor(String rig, Contribution contribution) {
        Source source = new Source(rig, contribution.getSensor());
        if (contribution.getMatched()) {
            DistributionSummary.builder("lynceus.set.skew")
                    .baseUnit("seconds")
                    .description("Distance of a frame's stamp from its set's")
                    .tags("rig", rig, "sensor", source.sensor())
                    .serviceLevelObjectives(SKEWS)
                    .register(registry)
                    .record(Math.abs(contribution.getSkewNanos()) / 1e9);
        }
        if (last.put(source, contribution) == null) {
            gauges(source);
        }
    }

    private void gauges(Source source) {
        Gauge.builder("lynceus.router.weight", last, all -> weight(all.get(source)))
                .tags("rig", source.rig(), "sensor", source.sensor())
                .description("Routing weight in the last set, mean over the levels")
                .register(registry);
        Gauge.builder("lynceus.frame.quality", last, all -> quality(all.get(source)))
                .tags("rig", source.rig(), "sensor", source.sensor())
                .description(
                        "How much the network believes the sensor's last frame, 0 to 1; NaN if the model does not say")
                .register(registry);
        for (SensorState state : SensorState.values()) {
            if (state != SensorState.UNRECOGNIZED && state != SensorState.SENSOR_STATE_UNSPECIFIED) {
                Gauge.builder("lynceus.sensor.health", last, all -> isIn(all.get(source), state) ? 1 : 0)
                        .tags("rig", source.rig(), "sensor", source.sensor(), "state", Timeline.word(state))
                        .description("1 for the state that the sensor is in")
                        .register(registry);
            }
        }
    }

    private static double weight(@Nullable Contribution contribution) {
        return contribution == null
                ? 0
                : contribution.getRoutingList().stream()
                        .mapToDouble(Float::doubleValue)
                        .average()
                        .orElse(0);
    }

    private static double quality(@Nullable Contribution contribution) {
        return contribution == null || !contribution.hasQuality() ? Double.NaN : contribution.getQuality();
    }

    private static boolean isIn(@Nullable Contribution contribution, SensorState state) {
        return contribution != null && contribution.getState() == state;
    }

    private static Duration[] millis(long... values) {
        return Arrays.stream(values).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
    }
}
