package io.lynceus.stream.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.broker.TestBroker;
import io.lynceus.rig.RigConfig;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

class TopicFollowerTest {
    @RegisterExtension
    private static final TestBroker BROKER = new TestBroker();

    private final AtomicInteger opened = new AtomicInteger();
    private final CountDownLatch reads = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    @Test
    void afterAFailureAFreshConsumerReadsOnUntilTheFollowerIsClosed() throws InterruptedException {
        KafkaSettings kafka =
                new KafkaSettings(RigConfig.DEFAULTS, Map.of("LYNCEUS_KAFKA_BOOTSTRAP_SERVERS", BROKER.bootstrap()));
        try (TopicFollower follower = new TopicFollower(
                "follower", "The test", kafka, LoggerFactory.getLogger(getClass()), (consumer, isOpen) -> {
                    if (opened.incrementAndGet() == 1) {
                        throw new KafkaException("the first consumer fails");
                    }
                    try {
                        while (isOpen.getAsBoolean()) {
                            consumer.listTopics(Duration.ofSeconds(5));
                            reads.countDown();
                        }
                    } finally {
                        ended.countDown(); // close() wakes the consumer, which throws
                    }
                })) {
            follower.start();
            assertThat(reads.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(opened).hasValue(2);
        }
        assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(opened).hasValue(2);
    }
}
