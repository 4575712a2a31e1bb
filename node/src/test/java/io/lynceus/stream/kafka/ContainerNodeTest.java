package io.lynceus.stream.kafka;

import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.kafka.KafkaContainer;

/** The same contract on the official broker image; skipped where no Docker engine runs. */
@Testcontainers(disabledWithoutDocker = true)
class ContainerNodeTest extends NodeContract {
    @Container
    private static final KafkaContainer KAFKA =
            new KafkaContainer("apache/kafka:4.3.1").withEnv("KAFKA_MESSAGE_MAX_BYTES", "16777216");

    @Override
    String bootstrap() {
        return KAFKA.getBootstrapServers();
    }
}
