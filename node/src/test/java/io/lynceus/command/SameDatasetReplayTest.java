package io.lynceus.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.broker.TestBroker;
import io.lynceus.bus.KafkaFrameSink;
import io.lynceus.bus.RecordingRig;
import io.lynceus.dataset.ClassList;
import io.lynceus.dataset.Recording;
import io.lynceus.dataset.SampleFilter;
import io.lynceus.dataset.deliver.Deliver;
import io.lynceus.dataset.deliver.DeliverDataset;
import io.lynceus.dataset.layout.MiniDeliver;
import io.lynceus.dataset.layout.MiniMuses;
import io.lynceus.dataset.muses.Muses;
import io.lynceus.dataset.muses.MusesDataset;
import io.lynceus.dataset.muses.MusesOptions;
import io.lynceus.play.FrameFilter;
import io.lynceus.play.PlayClock;
import io.lynceus.play.PlayOptions;
import io.lynceus.play.Played;
import io.lynceus.play.Player;
import io.lynceus.proto.v1.Segmentation;
import io.lynceus.rig.MaskPolicy;
import io.lynceus.rig.RigConfig;
import io.lynceus.score.ScoreRun;
import io.lynceus.segment.Batcher;
import io.lynceus.segment.SeeingModel;
import io.lynceus.settings.Durations;
import io.lynceus.stream.kafka.KafkaSettings;
import io.lynceus.stream.kafka.Node;
import io.lynceus.stream.kafka.TopicPlan;
import io.lynceus.wire.Stamp;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The same dataset gives the same masks, byte for byte, at any rate, and in two parts (R12). */
class SameDatasetReplayTest {
    private static final List<String> RIGS = List.of("real-time", "fast", "in-parts");

    @TempDir
    private Path folder;

    @RegisterExtension
    private final TestBroker broker = new TestBroker();

    /** One rig for each way to replay. */
    private RigConfig config(Recording recording, List<String> modalities) {
        RigConfig rig = RecordingRig.of(RIGS.get(0), recording, broker.bootstrap());
        RigConfig.Sync sync = rig.sync();
        return new RigConfig(
                RIGS,
                rig.model(),
                sync.in(RigConfig.Mode.COMPLETE),
                rig.sensors().stream()
                        .filter(sensor -> modalities.contains(sensor.name()))
                        .toList(),
                rig.health(),
                MaskPolicy.NONE,
                rig.accelerator(),
                rig.output(),
                rig.maxFrameBytes(),
                rig.kafka());
    }

    private void replay(String rig, String[] words, String... more) {
        CommandRun run = CommandRun.of(Stream.of(
                        new String[] {"replay"},
                        words,
                        new String[] {"--bootstrap", broker.bootstrap(), "--rig-id", rig, "--create-topics"},
                        more)
                .flatMap(Stream::of)
                .toArray(String[]::new));
        assertThat(run.code()).as(run.err()).isZero();
    }

    /** Stops after some frames; where to go on. */
    private static Duration playSome(Recording recording, KafkaSettings kafka, int frames) throws Exception {
        try (KafkaFrameSink sink = new KafkaFrameSink("in-parts", kafka.producer())) {
            Player[] player = new Player[1];
            player[0] = new Player(
                    recording,
                    sink,
                    FrameFilter.NONE,
                    PlayOptions.atRate(PlayOptions.AS_FAST_AS_POSSIBLE),
                    PlayClock.system());
            Played played = player[0].play(progress -> {
                if (progress.sent() == frames) {
                    player[0].stop();
                }
            });
            assertThat(played.totalSent()).isEqualTo(frames);
            return played.rest().orElseThrow();
        }
    }

    /** Of every rig, in the order of time, without what tells of the run. */
    private static Map<String, List<Segmentation>> masks(RigConfig config, KafkaSettings kafka, int each)
            throws Exception {
        Map<String, List<Segmentation>> masks = new TreeMap<>();
        RIGS.forEach(rig -> masks.put(rig, new ArrayList<>()));
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(kafka.consumer(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> topic =
                    List.of(new TopicPartition(config.output().masks(), 0));
            consumer.assign(topic);
            consumer.seekToBeginning(topic);
            long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
            while (masks.values().stream().anyMatch(all -> all.size() < each) && System.nanoTime() < end) {
                for (var record : consumer.poll(Duration.ofMillis(100))) {
                    Segmentation mask = Segmentation.parseFrom(record.value());
                    masks.get(mask.getRig())
                            .add(mask.toBuilder().clearLatency().clearRig().build());
                }
            }
        }
        masks.values().forEach(all -> all.sort(Comparator.comparing(mask -> Stamp.of(mask.getTimestamp()))));
        return masks;
    }

    private List<Segmentation> sameMasks(
            Recording recording, ClassList classes, List<String> modalities, int stopAfter, String... words)
            throws Exception {
        RigConfig config = config(recording, modalities);
        KafkaSettings kafka = new KafkaSettings(config, Map.of());
        try (Admin admin = Admin.create(kafka.admin())) {
            new TopicPlan(config).create(admin, 1);
        }
        Batcher batcher =
                new Batcher(ScoreRun.segmenter(SeeingModel.write(folder, classes, modalities)), 1, System::nanoTime);
        Map<String, List<Segmentation>> masks;
        try (Node node = Node.start(
                config,
                kafka,
                batcher,
                new Node.Options("same", 1, folder.resolve("state").toString()),
                Clock.systemUTC())) {
            replay("real-time", words, "--speed", "1");
            replay("fast", words, "--speed", "0");
            Duration rest = playSome(recording, kafka, stopAfter);
            replay("in-parts", words, "--speed", "0", "--from", Durations.text(rest));
            masks = masks(config, kafka, recording.samples().size());
            assertThat(node.death()).isNotDone();
        }
        List<Segmentation> fast = masks.get("fast");
        assertThat(fast)
                .extracting(Segmentation::getSampleId)
                .containsExactlyElementsOf(
                        recording.samples().stream().map(sample -> sample.id()).toList());
        assertThat(fast).extracting(mask -> mask.getClasses().getData()).doesNotHaveDuplicates();
        for (String rig : RIGS) {
            assertThat(masks.get(rig)).as(rig).isEqualTo(fast);
        }
        return fast;
    }

    @Test
    void deliverGivesTheSameMasksAtAnyRateAndInTwoParts() throws Exception {
        MiniDeliver mini = MiniDeliver.write(folder);
        Recording recording = Deliver.open(mini.root(), SampleFilter.ALL, 10);
        // Stopped between the four images of the fifth sample, two of which are sent again.
        List<Segmentation> masks = sameMasks(
                recording,
                DeliverDataset.CLASSES,
                List.of("rgb", "depth", "event", "lidar"),
                18,
                "deliver",
                mini.root().toString());
        assertThat(masks).hasSize(10).allMatch(Segmentation::getComplete);
    }

    @Test
    void musesGivesTheSameMasksWithItsSkewedSensorsAndAMissingRadar() throws Exception {
        MiniMuses mini = MiniMuses.write(folder);
        Recording recording = Muses.open(mini.root(), MusesOptions.defaults().withRate(2));
        List<Segmentation> masks = sameMasks(
                recording,
                MusesDataset.CLASSES,
                List.of("rgb", "event", "lidar", "radar"),
                6,
                "muses",
                mini.root().toString(),
                "--rate",
                "2");
        assertThat(masks).extracting(Segmentation::getComplete).containsExactly(false, true, true);
    }
}
