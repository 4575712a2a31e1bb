package io.lynceus.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.broker.EmbeddedBroker;
import io.lynceus.dataset.Latched;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker that goes away under a replay. */
class SinkOutageTest {
    private static final String TOPIC = "t";

    @TempDir
    private Path folder;

    private static Latched message() {
        return new Latched(TOPIC, "frame", "test", new byte[1000]);
    }

    private static void create(String bootstrap) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
        }
    }

    private static long count(String bootstrap) throws Exception {
        TopicPartition partition = new TopicPartition(TOPIC, 0);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            return admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                    .partitionResult(partition)
                    .get()
                    .offset();
        }
    }

    @Test
    void aReplayGoesOnWhereItsBrokerComesBack() throws Exception {
        EmbeddedBroker first = EmbeddedBroker.start(0, Optional.of(folder));
        String bootstrap = first.bootstrap();
        int port = Integer.parseInt(bootstrap.substring(bootstrap.indexOf(':') + 1));
        create(bootstrap);
        try (KafkaFrameSink sink =
                new KafkaFrameSink("demo", Map.of("bootstrap.servers", bootstrap, "reconnect.backoff.max.ms", "500"))) {
            sink.latch(message());
            first.close();
            Thread sending = new Thread(() -> sink.latch(message()));
            sending.start();
            sending.join(3000);
            assertThat(sending.isAlive()).as("it waits for the broker").isTrue();
            try (EmbeddedBroker second = EmbeddedBroker.start(port, Optional.of(folder))) {
                sending.join();
                sink.latch(message());
                assertThat(count(second.bootstrap())).isEqualTo(3);
            }
        }
    }

    @Test
    void aReplayWhoseBrokerStaysAwayEndsInOneSentenceWithTheRemedy() throws Exception {
        EmbeddedBroker broker = EmbeddedBroker.start();
        create(broker.bootstrap());
        KafkaFrameSink sink = new KafkaFrameSink(
                "demo",
                Map.of(
                        "bootstrap.servers",
                        broker.bootstrap(),
                        "delivery.timeout.ms",
                        "2000",
                        "request.timeout.ms",
                        "1000",
                        "max.block.ms",
                        "2000",
                        "linger.ms",
                        "0"));
        sink.latch(message());
        broker.close();
        sink.latch(message());
        assertThatThrownBy(sink::close)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("a frame could not be sent")
                .hasMessageContaining("is the broker of kafka.bootstrap.servers up")
                .hasMessageNotContaining("\n");
    }
}
