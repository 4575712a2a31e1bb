package io.lynceus.process;

import io.lynceus.broker.TestBroker;
import io.lynceus.bus.KafkaFrameSink;
import io.lynceus.dataset.RecordedFrame;
import io.lynceus.dataset.Recording;
import io.lynceus.rig.RigConfig;
import io.lynceus.segment.ExecutionProvider;
import io.lynceus.segment.ModelCard;
import io.lynceus.segment.OnnxSegmenter;
import io.lynceus.segment.ShippedModels;
import io.lynceus.signal.RandomSignals;
import io.lynceus.stream.kafka.KafkaSettings;
import io.lynceus.stream.kafka.TopicPlan;
import io.lynceus.stream.message.MaskMessages;
import io.lynceus.street.StreetOptions;
import io.lynceus.street.StreetRecording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Signals at random moments, with a network whose calls take most of the time (R14); {@code mvn verify -Pcampaign} runs them. */
@Tag("campaign")
class SignalsTest {
    private static final int LONGEST_MILLIS = 9_000;
    private static final int SIDE = 256;
    private static final int SAMPLES = 600;

    @RegisterExtension
    private static final TestBroker BROKER = new TestBroker();

    @TempDir
    Path here;

    private RandomSignals signals() {
        return new RandomSignals(here, LONGEST_MILLIS);
    }

    @Test
    void theDemoEndsInGoodOrderAtAnyMoment() throws Exception {
        RandomSignals signals = signals();
        for (int i = 0; i < RandomSignals.SIGNALS; i++) {
            signals.assertEnds(
                    List.of("demo", "--duration", "60s", "--port", "0", "--no-browser"),
                    List.of(RandomSignals.SIGTERM));
        }
    }

    @Test
    void theBenchEndsInGoodOrderAtAnyMoment() throws Exception {
        RandomSignals signals = signals();
        for (int i = 0; i < RandomSignals.SIGNALS; i++) {
            signals.assertEnds(List.of("bench", "--rounds", "50"), List.of(RandomSignals.SIGTERM));
        }
    }

    @Test
    void aSoakEndsInGoodOrderAtAnyMoment() throws Exception {
        RandomSignals signals = signals();
        for (int i = 0; i < RandomSignals.SIGNALS; i++) {
            signals.assertEnds(
                    List.of("soak", "--duration", "1h", "--warm-up", "1s", "--every", "1s"),
                    List.of(RandomSignals.SIGTERM));
        }
    }

    @Test
    void aScoreEndsInGoodOrderAtAnyMomentAndItsFileOfJudgedSamplesIsGoneOnWith() throws Exception {
        Path description = labelledFolders();
        Path state = here.resolve("judged.jsonl");
        List<String> score = List.of(
                "score",
                "--dataset",
                "folders",
                here.toString(),
                "--description",
                description.toString(),
                "--split",
                "validation",
                "--state",
                state.toString());
        RandomSignals signals = signals();
        for (int i = 0; i < RandomSignals.SIGNALS; i++) {
            signals.assertEnds(score, List.of(RandomSignals.SIGTERM));
            Files.deleteIfExists(i % 2 == 0 ? here.resolve("none") : state);
        }
    }

    @Test
    void aNodeEndsInGoodOrderAtAnyMoment() throws Exception {
        Path file = rigFile();
        send(RigConfig.read(file));
        RandomSignals signals = signals();
        for (int i = 0; i < RandomSignals.SIGNALS; i++) {
            String name = "signals-" + i;
            List<String> node = List.of(
                    "node",
                    "--rig",
                    file.toString(),
                    "--application",
                    name,
                    "--state",
                    here.resolve(name).toString(),
                    "--port",
                    "0");
            // Before it runs, a signal is no usual end.
            signals.assertEnds(node, List.of(0, RandomSignals.SIGTERM));
        }
    }

    /** Writes samples with the classes of the shipped model, which takes most of the time. */
    private Path labelledFolders() throws IOException {
        ModelCard card;
        try (OnnxSegmenter model = OnnxSegmenter.open(
                ShippedModels.locate(ShippedModels.STREET_NANO), List.of(ExecutionProvider.CPU), 1)) {
            card = model.card();
        }
        Path images = Files.createDirectories(here.resolve("rgb"));
        Path labels = Files.createDirectories(here.resolve("label"));
        byte[] label = MaskMessages.png(new byte[SIDE * SIDE], SIDE, SIDE, 1).toByteArray();
        byte[] pixels = new byte[3 * SIDE * SIDE];
        Random random = new Random(1);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < SAMPLES; i++) {
            ids.add("'s" + i + "'");
            random.nextBytes(pixels);
            Files.write(
                    images.resolve("s" + i + ".png"),
                    MaskMessages.png(pixels, SIDE, SIDE, 3).toByteArray());
            Files.write(labels.resolve("s" + i + ".png"), label);
        }
        String classes = card.classes().stream()
                .map(one -> "  - {name: '" + one.name() + "', rgb: " + one.rgb() + "}")
                .collect(Collectors.joining("\n"));
        return Files.writeString(
                here.resolve("d.yaml"),
                """
                name: noise
                modalities: {rgb: 'rgb/{id}.png'}
                label: 'label/{id}.png'
                classes:
                %s
                splits:
                  validation: %s
                """
                        .formatted(classes, ids));
    }

    private Path rigFile() throws IOException {
        return Files.writeString(
                here.resolve("rig.yaml"),
                """
                rigs: [a]
                sync: {mode: complete}
                sensors:
                  - {name: rgb, modality: rgb, topic: camera.front.image, rate: 10}
                  - {name: depth, modality: depth, topic: camera.front.depth, rate: 10}
                kafka: {bootstrap.servers: "%s"}
                """
                        .formatted(BROKER.bootstrap()));
    }

    private static void send(RigConfig config) throws Exception {
        KafkaSettings kafka = new KafkaSettings(config, Map.of());
        try (Admin admin = Admin.create(kafka.admin())) {
            new TopicPlan(config).create(admin, 1);
        }
        StreetOptions options = StreetOptions.defaults().withSize(256, 256).withDuration(Duration.ofSeconds(30));
        try (Recording street = new StreetRecording(options);
                KafkaFrameSink sink = new KafkaFrameSink("a", kafka.producer())) {
            for (var frames = street.frames(street.start()); frames.hasNext(); ) {
                RecordedFrame frame = frames.next();
                if (config.hasSensor(frame.channel().sensor())) {
                    sink.send(frame);
                }
            }
        }
    }
}
