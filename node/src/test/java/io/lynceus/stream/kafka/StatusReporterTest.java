package io.lynceus.stream.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.proto.v1.ClassPalette;
import io.lynceus.proto.v1.MaskClass;
import io.lynceus.proto.v1.NodeStatus;
import io.lynceus.proto.v1.SensorAccount;
import io.lynceus.stream.FixedSegmenter;
import io.lynceus.stream.Tally;
import io.lynceus.stream.message.MaskPictures;
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
import org.apache.kafka.common.errors.TimeoutException;
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
    void theClassesAreToldUntilKafkaHasThem() throws Exception {
        MockProducer<String, byte[]> kafka =
                new MockProducer<>(false, null, new StringSerializer(), new ByteArraySerializer());
        ClassPalette palette = MaskPictures.palette(new FixedSegmenter().card());
        ScheduledThreadPoolExecutor never = new ScheduledThreadPoolExecutor(1, Executors.defaultThreadFactory());
        never.shutdown();
        never.setRejectedExecutionHandler((task, executor) -> {});
        try (StatusReporter reporter =
                new StatusReporter(kafka, Optional.of(palette), () -> statuses.of(tally, List.of()), never)) {
            reporter.report();
            kafka.errorNext(new TimeoutException("no broker"));
            kafka.completeNext();
            reporter.report();
            kafka.completeNext();
            kafka.completeNext();
            reporter.report();
            List<ProducerRecord<String, byte[]>> told = kafka.history().stream()
                    .filter(record -> record.topic().equals(Topics.CLASSES))
                    .toList();
            assertThat(told).as("one that failed, one that arrived").hasSize(2);
            assertThat(told.get(1).key()).isEqualTo("fixed|00");
            ClassPalette sent = ClassPalette.parseFrom(told.get(1).value());
            assertThat(sent.getClassesList()).extracting(MaskClass::getName).containsExactly("none", "one");
            assertThat(sent.getClasses(1).getBlue()).isEqualTo(1);
        }
    }

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
