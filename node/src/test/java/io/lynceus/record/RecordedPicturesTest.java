package io.lynceus.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.broker.TestBroker;
import io.lynceus.mcap.IndependentReader;
import io.lynceus.mcap.file.Compression;
import io.lynceus.proto.v1.ClassPalette;
import io.lynceus.proto.v1.MaskClass;
import io.lynceus.proto.v1.Segmentation;
import io.lynceus.rig.RigConfig;
import io.lynceus.stream.Rigs;
import io.lynceus.stream.kafka.KafkaSettings;
import io.lynceus.stream.kafka.TopicPlan;
import io.lynceus.stream.message.MaskMessages;
import io.lynceus.wire.Stamp;
import io.lynceus.wire.Topics;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A recording holds masks in their classes' colours beside the masks themselves. */
class RecordedPicturesTest {
    @RegisterExtension
    private static final TestBroker BROKER = new TestBroker();

    @TempDir
    Path folder;

    @Test
    void everyMaskWithClassesHasAPictureWithoutTheModelAtHand() throws Exception {
        RigConfig config = Rigs.of(RigConfig.Mode.LIVE, "drawn", BROKER.bootstrap());
        KafkaSettings kafka = new KafkaSettings(config, Map.of());
        try (Admin admin = Admin.create(kafka.admin());
                KafkaProducer<String, byte[]> node =
                        new KafkaProducer<>(kafka.producer(), new StringSerializer(), new ByteArraySerializer())) {
            new TopicPlan(config).create(admin, 1);
            ClassPalette palette = ClassPalette.newBuilder()
                    .setModelId("m")
                    .addClasses(MaskClass.newBuilder().setName("road").setRed(9))
                    .build();
            node.send(new ProducerRecord<>(Topics.CLASSES, "m|", palette.toByteArray()));
            for (int i = 0; i < 3; i++) {
                Segmentation.Builder mask =
                        Segmentation.newBuilder().setTimestamp(new Stamp(1_700_000_000_000_000_000L + i).toTimestamp());
                if (i < 2) {
                    mask.setClasses(MaskMessages.pack(new byte[64], 8, 8, RigConfig.MaskEncoding.DEFLATE));
                }
                node.send(new ProducerRecord<>(
                        config.output().masks(), "a", mask.build().toByteArray()));
            }
        }
        Path file = folder.resolve("drawn.mcap");
        TopicRecorder recorder = TopicRecorder.start(
                config, kafka, new TopicRecorder.Options(file, Optional.empty(), Compression.ZSTD, true), Map.of());
        recorder.close();
        assertThat(recorder.counts())
                .containsEntry(config.output().masks(), 3L)
                .containsEntry(config.output().masks() + ".picture", 2L)
                .containsEntry(Topics.CLASSES, 1L);
        assertThat(IndependentReader.read(file)
                        .path("counts")
                        .path(config.output().masks() + ".picture")
                        .asInt())
                .as("another reader finds and decodes them")
                .isEqualTo(2);
    }
}
