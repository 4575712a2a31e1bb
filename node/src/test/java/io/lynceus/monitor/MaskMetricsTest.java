package io.lynceus.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.proto.v1.Contribution;
import io.lynceus.proto.v1.Segmentation;
import io.lynceus.proto.v1.SensorState;
import io.lynceus.proto.v1.StageLatency;
import io.lynceus.wire.Stamp;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class MaskMetricsTest {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final MaskMetrics metrics =
            new MaskMetrics(registry, Clock.fixed(Instant.ofEpochSecond(100), ZoneOffset.UTC));

    @Test
    void aSetsFiguresHaveBaseUnitsAndFollowItsSensors() {
        metrics.accept(set(99, SensorState.SENSOR_STATE_OK, 0.5f));
        assertThat(registry.scrape())
                .contains("lynceus_stage_latency_seconds_count{stage=\"inference\"} 1")
                .contains("lynceus_e2e_latency_seconds_sum 1.0")
                .contains("lynceus_set_skew_seconds_sum{rig=\"r\",sensor=\"rgb\"} 0.002")
                .contains("lynceus_router_weight{rig=\"r\",sensor=\"rgb\"} 0.5")
                .contains("lynceus_sensor_health{rig=\"r\",sensor=\"rgb\",state=\"ok\"} 1.0")
                .contains("lynceus_expected_miou{rig=\"r\"} 0.25");
        metrics.accept(set(99, SensorState.SENSOR_STATE_FAILED, 0));
        assertThat(registry.scrape())
                .contains("lynceus_sensor_health{rig=\"r\",sensor=\"rgb\",state=\"ok\"} 0.0")
                .contains("lynceus_sensor_health{rig=\"r\",sensor=\"rgb\",state=\"failed\"} 1.0")
                .contains("lynceus_router_weight{rig=\"r\",sensor=\"rgb\"} 0.0");
    }

    @Test
    void unfitMasksAreCountedFromZeroOn() {
        metrics.accept(set(99, SensorState.SENSOR_STATE_OK, 0.5f));
        assertThat(registry.scrape()).contains("lynceus_masks_unfit_total{rig=\"r\"} 0.0");
        metrics.accept(set(99, SensorState.SENSOR_STATE_OK, 0.5f).toBuilder()
                .setUnfitReason("the expected mIoU is 0.250, the policy requires 0.40")
                .build());
        assertThat(registry.scrape()).contains("lynceus_masks_unfit_total{rig=\"r\"} 1.0");
    }

    @Test
    void aRigThatIsGoneLeavesNoMetrics() {
        metrics.accept(set(99, SensorState.SENSOR_STATE_OK, 0.5f));
        metrics.forget("r");
        assertThat(registry.scrape()).doesNotContain("rig=\"r\"");
        metrics.accept(set(99, SensorState.SENSOR_STATE_OK, 0.5f));
        assertThat(registry.scrape()).contains("lynceus_expected_miou{rig=\"r\"} 0.25");
    }

    @Test
    void theAgeOfARecordingIsNoLatency() {
        metrics.accept(set(3, SensorState.SENSOR_STATE_OK, 0.5f));
        assertThat(registry.scrape()).doesNotContain("lynceus_e2e_latency_seconds");
    }

    private static Segmentation set(long seconds, SensorState state, float weight) {
        return Segmentation.newBuilder()
                .setRig("r")
                .setTimestamp(Stamp.ofSeconds(seconds).toTimestamp())
                .setExpectedMiou(0.25f)
                .setLatency(StageLatency.newBuilder().setInferenceNanos(5_000_000))
                .addContributions(Contribution.newBuilder()
                        .setSensor("rgb")
                        .setState(state)
                        .setMatched(true)
                        .setSkewNanos(-2_000_000)
                        .addRouting(weight)
                        .addRouting(weight))
                .build();
    }
}
