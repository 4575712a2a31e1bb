package io.lynceus.stream.kafka.reading;

import io.lynceus.broker.TestBroker;
import io.lynceus.rig.RigConfig;
import io.lynceus.stream.Rigs;
import io.lynceus.stream.kafka.AttachedRig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A consumer that is stuck without a word, on a real broker (R15). */
class ReadingWatchTest {
    private static final String GROUP = "node-watched";

    @RegisterExtension
    static final TestBroker BROKER = new TestBroker();

    @TempDir
    private Path folder;

    private static Consumer<byte[], byte[]> consumer(AttachedRig rig, SteeredClients.Steering steering) {
        return SteeredFixture.consumer(rig, steering, GROUP, Map.of(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest"));
    }

    @Test
    void aPartitionThatALaterEpochHidesIsNamedWhileItGrowsAndANewClientReadsItFromItsPlaceOn() throws Exception {
        RigConfig config = Rigs.of(RigConfig.Mode.LIVE, "watched", BROKER.bootstrap());
        SteeredClients.Steering steering = SteeredFixture.steering(config, new CommittedOffsets(Map.of(), GROUP));
        try (AttachedRig rig = new AttachedRig("watched", config, folder)) {
            rig.createTopics(1);
            String topic = config.sensor("rgb").topic();
            TopicPartition rgb = new TopicPartition(topic, 0);
            AtomicLong received = new AtomicLong();
            AtomicBoolean begunAnew = new AtomicBoolean();
            try (ReadingWatch watch =
                    new ReadingWatch(config, Admin.create(rig.settings().admin()), GROUP, steering, () -> true)) {
                try (Consumer<byte[], byte[]> stuck = consumer(rig, steering)) {
                    commitALaterEpoch(rgb, rig);
                    stuck.assign(List.of(rgb));
                    AttachedRig.await(() -> {
                        rig.send(new ProducerRecord<>(topic, "a", new byte[] {1}));
                        begunAnew.compareAndSet(false, SteeredFixture.beginsAnew(stuck, Duration.ofMillis(100)));
                        return begunAnew.get() && isNamed(rgb, watch.troubles());
                    });
                }
                try (Consumer<byte[], byte[]> next = consumer(rig, steering)) {
                    next.assign(List.of(rgb));
                    AttachedRig.await(() -> {
                        rig.send(new ProducerRecord<>(topic, "a", new byte[] {1}));
                        received.addAndGet(next.poll(Duration.ofMillis(100)).count());
                        return received.get() > 5 && watch.troubles().isEmpty();
                    });
                }
            }
        }
    }

    private static void commitALaterEpoch(TopicPartition partition, AttachedRig rig) throws Exception {
        try (Admin admin = Admin.create(rig.settings().admin())) {
            admin.alterConsumerGroupOffsets(GROUP, Map.of(partition, new OffsetAndMetadata(0, Optional.of(5), "")))
                    .all()
                    .get();
        }
    }

    private static boolean isNamed(TopicPartition partition, List<String> troubles) {
        return troubles.stream()
                .anyMatch(trouble ->
                        trouble.contains(partition.toString()) && trouble.contains("although its log grows"));
    }
}
