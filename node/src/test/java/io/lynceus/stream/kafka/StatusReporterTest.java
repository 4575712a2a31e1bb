package io.lynceus.stream.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.proto.v1.NodeStatus;
import io.lynceus.proto.v1.SensorAccount;
import io.lynceus.stream.Tally;
import io.lynceus.sync.Outcome.Fate;
import io.lynceus.sync.Outcome.SetKind;
import io.lynceus.wire.Topics;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class StatusReporterTest {
    private final Tally tally = new Tally(List.of("rgb", "lidar"));
    private final NodeStatuses statuses = new NodeStatuses(
            "lynceus/7@host", List.of("a"), Clock.fixed(Instant.ofEpochSecond(1_000_000), ZoneOffset.UTC));
    private final MockProducer<String, byte[]> producer =
            new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());

    @Test
    void theAccountsOfANodeBalanceInWhatItSays() throws Exception {
        for (int i = 0; i < 10; i++) {
            tally.received("rgb");
        }
        for (int i = 0; i < 6; i++) {
            tally.ended("rgb", Fate.MATCHED);
        }
        tally.ended("rgb", Fate.LATE);
        tally.hold(sensor -> sensor.equals("rgb") ? 3 : 0);
        tally.set(SetKind.PARTIAL);
        tally.mask();
        ScheduledThreadPoolExecutor never = new ScheduledThreadPoolExecutor(1, Executors.defaultThreadFactory());
        never.shutdown();
        never.setRejectedExecutionHandler((task, executor) -> {});
        try (StatusReporter reporter =
                new StatusReporter(producer, Optional.empty(), () -> statuses.of(tally, List.of("no broker")), never)) {
            reporter.report();
        }
        ProducerRecord<String, byte[]> sent = producer.history().get(0);
        assertThat(sent.topic()).isEqualTo(Topics.STATUS);
        assertThat(sent.key()).isEqualTo("lynceus/7@host");
        assertThat(sent.timestamp()).isEqualTo(1_000_000_000L);
        NodeStatus status = NodeStatus.parseFrom(sent.value());
        SensorAccount rgb = status.getSensors(0);
        long ended = rgb.getOutcomesMap().values().stream()
                .mapToLong(Long::longValue)
                .sum();
        assertThat(rgb.getReceived()).isEqualTo(10);
        assertThat(ended + rgb.getPending() + rgb.getHandedOver()).isEqualTo(10);
        assertThat(rgb.getOutcomesOrThrow("late")).isEqualTo(1);
        assertThat(status.getSetsOrThrow("partial")).isEqualTo(1);
        assertThat(status.getMasks()).isEqualTo(1);
        assertThat(status.getRigsList()).containsExactly("a");
        assertThat(status.getTroublesList()).containsExactly("no broker");
        assertThat(status.getSensors(1).getReceived()).isZero();
    }
}
