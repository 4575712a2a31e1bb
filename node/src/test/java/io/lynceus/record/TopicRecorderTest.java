package io.lynceus.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.broker.TestBroker;
import io.lynceus.mcap.file.Compression;
import io.lynceus.proto.v1.Segmentation;
import io.lynceus.rig.RigConfig;
import io.lynceus.stream.Rigs;
import io.lynceus.stream.kafka.KafkaSettings;
import io.lynceus.stream.kafka.TopicPlan;
import io.lynceus.wire.Stamp;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class TopicRecorderTest {
    @RegisterExtension
    private static final TestBroker BROKER = new TestBroker();

    @TempDir
    private Path folder;

    @Test
    void aChosenTopicIsRecordedFromNowOnUnlessItsBeginningIsAskedFor() throws Exception {
        RigConfig config = Rigs.of(RigConfig.Mode.LIVE, "now", BROKER.bootstrap());
        KafkaSettings kafka = new KafkaSettings(config, Map.of());
        try (Admin admin = Admin.create(kafka.admin())) {
            new TopicPlan(config).create(admin, 1);
        }
        send(config, kafka, 2);
        assertThat(recorded(config, kafka, false)).isEqualTo(1);
        assertThat(recorded(config, kafka, true))
                .as("2, the 1 of before, and 1")
                .isEqualTo(4);
    }

    private long recorded(RigConfig config, KafkaSettings kafka, boolean fromBeginning) throws Exception {
        String masks = config.output().masks();
        TopicRecorder.Options options = new TopicRecorder.Options(
                folder.resolve(fromBeginning + ".mcap"), Optional.of(Set.of(masks)), Compression.ZSTD, fromBeginning);
        TopicRecorder recorder = TopicRecorder.start(config, kafka, options, Map.of());
        send(config, kafka, 1);
        recorder.close();
        return recorder.counts().get(masks);
    }

    private static void send(RigConfig config, KafkaSettings kafka, int masks) {
        try (KafkaProducer<String, byte[]> node =
                new KafkaProducer<>(kafka.producer(), new StringSerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < masks; i++) {
                Segmentation mask = Segmentation.newBuilder()
                        .setTimestamp(new Stamp(1_700_000_000_000_000_000L + i).toTimestamp())
                        .build();
                node.send(new ProducerRecord<>(config.output().masks(), "a", mask.toByteArray()));
            }
        }
    }
}
