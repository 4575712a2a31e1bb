package io.lynceus.stream.kafka.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.broker.TestBroker;
import io.lynceus.process.DaemonThreads;
import io.lynceus.rig.RigConfig;
import io.lynceus.stream.Rigs;
import io.lynceus.stream.kafka.AttachedRig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A consumer that is told to begin anew, on a real broker (R15). */
class SteeredConsumerTest {
    private static final String GROUP = "node-steered";
    private static final int PARTITIONS = 4;
    private static final Duration A_MOMENT = Duration.ofMillis(50);
    private static final int MOMENTS_WITHOUT_AN_AGREEMENT = 20;

    @RegisterExtension
    static final TestBroker BROKER = new TestBroker();

    @TempDir
    private Path folder;

    private static Consumer<byte[], byte[]> consumer(AttachedRig rig, SteeredClients.Steering steering) {
        Map<String, Object> more = Map.of(
                ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
                100,
                // As Kafka Streams' own: a member keeps its partitions while the group shares them out anew.
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                CooperativeStickyAssignor.class.getName());
        return SteeredFixture.consumer(rig, steering, GROUP, more);
    }

    @Test
    void aNewBeginningWaitsUntilTheGroupHasSharedThePartitionsOut() throws Exception {
        RigConfig config = Rigs.of(RigConfig.Mode.COMPLETE, "steered", BROKER.bootstrap());
        CommittedOffsets committed =
                new CommittedOffsets(new HashMap<>(Map.of("bootstrap.servers", BROKER.bootstrap())), GROUP);
        SteeredClients.Steering steering = SteeredFixture.steering(config, committed);
        String topic = config.sensor("rgb").topic();
        Map<TopicPartition, Long> beginning = IntStream.range(0, PARTITIONS)
                .mapToObj(number -> new TopicPartition(topic, number))
                .collect(Collectors.toMap(Function.identity(), partition -> 0L));
        try (AttachedRig rig = new AttachedRig("steered", config, folder);
                Consumer<byte[], byte[]> consumer = consumer(rig, steering)) {
            rig.createTopics(PARTITIONS);
            consumer.subscribe(List.of(topic));
            Semaphore polls = new Semaphore(Integer.MAX_VALUE);
            CountDownLatch end = new CountDownLatch(1);
            Thread second = DaemonThreads.of("second-member", () -> join(rig, steering, topic, polls, end));
            second.start();
            AttachedRig.await(() -> {
                consumer.poll(A_MOMENT);
                return consumer.assignment().size() == PARTITIONS / 2;
            });
            polls.drainPermits(); // the other member is busy, and the group waits for it
            consumer.enforceRebalance();
            consumer.poll(A_MOMENT);
            ((SteeredConsumer) consumer).restartAt(beginning);
            for (int moment = 0; moment < MOMENTS_WITHOUT_AN_AGREEMENT; moment++) {
                assertThat(SteeredFixture.beginsAnew(consumer, A_MOMENT))
                        .as("the group takes no offsets")
                        .isFalse();
            }
            polls.release(Integer.MAX_VALUE);
            AttachedRig.await(() -> SteeredFixture.beginsAnew(consumer, A_MOMENT));
            assertThat(committed.ask(beginning.keySet()))
                    .as("it has committed where it begins")
                    .hasSize(PARTITIONS / 2)
                    .allSatisfy((partition, offset) -> assertThat(offset).isZero());
            end.countDown();
            second.join();
        }
    }

    /** Polls as another member of the group, once for each permit. */
    private static void join(
            AttachedRig rig, SteeredClients.Steering steering, String topic, Semaphore polls, CountDownLatch end) {
        try (Consumer<byte[], byte[]> other = consumer(rig, steering)) {
            other.subscribe(List.of(topic));
            while (end.getCount() > 0) {
                if (polls.tryAcquire(A_MOMENT.toMillis(), TimeUnit.MILLISECONDS)) {
                    other.poll(A_MOMENT);
                }
            }
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts it", e);
        }
    }
}
