package io.lynceus.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerTest {
    private static final TopicPartition PARTITION = new TopicPartition("t", 0);

    @Test
    void recordsOutliveTheProcessInAKeptFolder(@TempDir Path folder) throws Exception {
        byte[] large = new byte[9 << 20];
        try (EmbeddedBroker broker = EmbeddedBroker.start(0, Optional.of(folder))) {
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()))) {
                admin.createTopics(List.of(new NewTopic("t", 1, (short) 1)))
                        .all()
                        .get();
            }
            try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                    Map.of(
                            "bootstrap.servers",
                            broker.bootstrap(),
                            "max.request.size",
                            EmbeddedBroker.MAX_MESSAGE_BYTES),
                    new ByteArraySerializer(),
                    new ByteArraySerializer())) {
                producer.send(new ProducerRecord<>("t", large)).get();
            }
        }
        try (EmbeddedBroker broker = EmbeddedBroker.start(0, Optional.of(folder));
                KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                        Map.of("bootstrap.servers", broker.bootstrap()),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())) {
            consumer.assign(List.of(PARTITION));
            consumer.seekToBeginning(List.of(PARTITION));
            assertThat(consumer.poll(Duration.ofSeconds(20)).iterator().next().value())
                    .hasSize(large.length);
        }
    }

    @Test
    void brokerAndControllerNeverGetTheSamePort() throws Exception {
        for (int i = 0; i < 2_000; i++) {
            EmbeddedBroker.Ports ports = EmbeddedBroker.Ports.free(0);
            assertThat(ports.controller()).isNotEqualTo(ports.broker());
        }
    }

    @Test
    void aTakenPortIsSaidWithTheRemedy() {
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            int port = Integer.parseInt(broker.bootstrap().split(":")[1]);
            assertThatThrownBy(() -> EmbeddedBroker.start(port, Optional.empty()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("choose another port");
        }
    }

    @Test
    void anInterruptWhileItStartsEndsNeitherBrokerNorProcess() {
        Thread.currentThread().interrupt();
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            assertThat(Thread.interrupted()).as("the caller still hears of it").isTrue();
            assertThat(broker.bootstrap()).startsWith("127.0.0.1:");
        }
    }
}
