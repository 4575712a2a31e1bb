package io.lynceus.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lynceus.dataset.Labels;
import io.lynceus.demo.StreetDemo;
import io.lynceus.metric.ConfusionMatrix;
import io.lynceus.monitor.Monitor;
import io.lynceus.play.FrameFilter;
import io.lynceus.proto.v1.Label;
import io.lynceus.segment.ShippedModels;
import io.lynceus.stream.kafka.Node;
import io.lynceus.stream.message.MaskMessages;
import io.lynceus.street.StreetOptions;
import io.lynceus.street.StreetRecording;
import io.lynceus.wire.Stamp;
import io.lynceus.wire.Topics;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.zip.InflaterInputStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Labels that a replay sends reach the page beside the masks of their sets, and no network. */
class LabelledReplayTest {
    private static final int HERTZ = 4;
    private static final ObjectMapper JSON = new ObjectMapper();

    private static StreetDemo stage;
    private static Node node;
    private static Monitor monitor;

    @BeforeAll
    static void start() throws Exception {
        stage = StreetDemo.open(
                ShippedModels.STREET_NANO,
                StreetOptions.defaults().withRates(StreetOptions.Rates.all(HERTZ)),
                street -> FrameFilter.NONE,
                0);
        node = stage.startNode();
        monitor = Monitor.start("127.0.0.1", 0);
        monitor.show(stage.config(), stage.kafka(), node.batcher().card());
    }

    @AfterAll
    static void stop() {
        monitor.close();
        node.close();
        stage.close();
    }

    private static String bootstrap() {
        return stage.config().kafka().get("bootstrap.servers");
    }

    private static CommandRun replay(String... more) {
        return CommandRun.of(java.util.stream.Stream.concat(
                        List.of("replay", "street", "--rig-id", StreetDemo.RIG, "--bootstrap", bootstrap()).stream(),
                        java.util.Arrays.stream(more))
                .toArray(String[]::new));
    }

    @Test
    void thePageMeasuresTheMasksOfAReplayWithLabelsAndTheNodeReadsNone() throws Exception {
        assertThat(replay("--live", "--labels", "--duration", "1s"))
                .satisfies(run -> assertThat(run.code()).isEqualTo(2))
                .satisfies(run -> assertThat(run.err()).contains("topic lynceus.labels does not exist"));
        Thread player = new Thread(
                () -> replay("--live", "--labels", "--create-topics", "--duration", "60s", "--rate", "" + HERTZ));
        player.start();
        ConfusionMatrix matrix =
                new ConfusionMatrix(node.batcher().card().classes().size());
        int labelled = measured(matrix, 12);
        assertThat(labelled).as("of 12 sets in a row").isGreaterThanOrEqualTo(10);
        assertThat(matrix.miou()).as("against the labels of the same moments").isGreaterThan(0.4);
        try (Admin admin = Admin.create(stage.kafka().admin())) {
            assertThat(admin.listConsumerGroupOffsets("lynceus-" + StreetDemo.RIG)
                            .partitionsToOffsetAndMetadata()
                            .get()
                            .keySet())
                    .isNotEmpty()
                    .noneMatch(partition -> partition.topic().equals(Topics.LABELS));
        }
        assertTheLabelsAreTheStreets();
        player.interrupt();
        player.join();
    }

    /** Reads the page's updates from the first one with a label on, and returns how many had one. */
    private static int measured(ConfusionMatrix matrix, int sets) throws IOException {
        URI live = URI.create("http://127.0.0.1:" + monitor.port() + "/api/live?rig=" + StreetDemo.RIG);
        int seen = 0;
        int labelled = 0;
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(live.toURL().openStream(), StandardCharsets.UTF_8))) {
            while (seen < sets) {
                String line = lines.readLine();
                if (!line.startsWith("data: ")) {
                    continue;
                }
                JsonNode update = JSON.readTree(line.substring(6));
                boolean has = !update.path("label").isNull();
                seen += seen > 0 || has ? 1 : 0;
                if (has) {
                    labelled++;
                    assertThat(update.path("label").path("width"))
                            .isEqualTo(update.path("mask").path("width"));
                    matrix.add(bytes(update.path("label")), bytes(update.path("mask")));
                }
            }
        }
        return labelled;
    }

    private static byte[] bytes(JsonNode picture) throws IOException {
        byte[] packed = Base64.getDecoder().decode(picture.path("data").asText());
        return new InflaterInputStream(new java.io.ByteArrayInputStream(packed)).readAllBytes();
    }

    /** The labels on the topic are those of the street at its camera's frames, all by the same shift to live time. */
    private static void assertTheLabelsAreTheStreets() throws Exception {
        List<ConsumerRecord<String, byte[]>> records =
                RigRecords.of(bootstrap(), List.of(Topics.LABELS), StreetDemo.RIG, 5);
        StreetOptions options = StreetOptions.defaults().withRates(StreetOptions.Rates.all(HERTZ));
        try (StreetRecording street = new StreetRecording(options)) {
            Labels labels = street.labels().orElseThrow();
            var frames = street.frames(street.start());
            for (ConsumerRecord<String, byte[]> record : records.subList(0, 5)) {
                var frame = frames.next();
                while (!frame.channel().sensor().equals("rgb")) {
                    frame = frames.next();
                }
                Label label = Label.parseFrom(record.value());
                assertThat(record.timestamp())
                        .isEqualTo(Stamp.of(label.getTimestamp()).toMillis());
                assertThat(MaskMessages.unpack(label.getClasses()))
                        .isEqualTo(labels.at(frame.stamp()).orElseThrow().classIds());
            }
        }
    }

    @Test
    void aRecordingWithoutLabelsCannotSendAny() {
        CommandRun run = CommandRun.of(
                "replay",
                "kitti",
                System.getProperty("lynceus.shared", "../shared") + "/data/kitti_raw",
                "--labels",
                "--bootstrap",
                bootstrap());
        org.junit.jupiter.api.Assumptions.assumeTrue(!run.err().contains("kitti_raw"), "skipped: KITTI is not here");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("has no labels; leave --labels out");
    }
}
