package io.lynceus.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lynceus.broker.EmbeddedBroker;
import io.lynceus.bus.MaskReader;
import io.lynceus.bus.RecordingRig;
import io.lynceus.dataset.Recording;
import io.lynceus.dataset.SampleFilter;
import io.lynceus.dataset.deliver.Deliver;
import io.lynceus.dataset.layout.MiniDeliver;
import io.lynceus.mcap.IndependentReader;
import io.lynceus.mcap.McapRecording;
import io.lynceus.mcap.RecordedMessages;
import io.lynceus.mcap.file.Compression;
import io.lynceus.proto.v1.Contribution;
import io.lynceus.proto.v1.Segmentation;
import io.lynceus.record.TopicRecorder;
import io.lynceus.rig.RigConfig;
import io.lynceus.score.ScoreRun;
import io.lynceus.segment.Batcher;
import io.lynceus.segment.ShippedModels;
import io.lynceus.stream.kafka.KafkaSettings;
import io.lynceus.stream.kafka.Node;
import io.lynceus.stream.kafka.TopicPlan;
import io.lynceus.stream.message.MaskMessages;
import io.lynceus.wire.Stamp;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Drives in files: what another reader finds there, and the masks of their replays. */
class RecordedDriveTest {
    private static final long PATIENCE_NANOS = 60_000_000_000L;
    private static final Map<String, String> TOPICS = Map.of(
            "rgb", "camera.front.image",
            "depth", "camera.front.depth",
            "lidar", "lidar.top.points",
            "event", "event.front.packets");

    @TempDir
    private static Path folder;

    @Test
    void theRecordedDemoHasTheRightCountsElsewhereAndReplaysToTheSameMasks() throws Exception {
        Path file = folder.resolve("demo.mcap");
        CommandRun demo =
                CommandRun.of("demo", "--duration", "4s", "--rate", "3", "--json", "--record", file.toString());
        assertThat(demo.code()).as(demo.err()).isZero();
        JsonNode report = new ObjectMapper().readTree(demo.out().strip().lines().reduce("", (a, b) -> b));
        int sets = report.at("/sets/sent").asInt();
        List<Segmentation> once = masks("once", file, sets);
        assertThat(once).hasSize(sets).isEqualTo(masks("twice", file, sets));
        assertSameWhereComplete(once, RecordedMessages.on("lynceus.masks", file));
        // Last, since it is skipped where there is no other reader.
        JsonNode counts = IndependentReader.read(file).path("counts");
        report.path("frames").properties().forEach(sensor -> assertThat(counts.path(TOPICS.get(sensor.getKey())))
                .as(sensor.getKey())
                .isEqualTo(sensor.getValue().path("sent")));
        assertThat(counts.path("lynceus.masks").asInt())
                .isEqualTo(report.path("masks").asInt()
                        + report.at("/sets/unusable").asInt());
        assertThat(counts.path("lynceus.health").asInt())
                .isGreaterThanOrEqualTo(report.path("transitions").size());
        assertThat(counts.path("lynceus.transforms").asInt()).isPositive();
    }

    /**
     * On a busy machine live sets leave without what comes late. Those that had all must be there again, and the network saw in
     * them what it sees in complete mode.
     */
    private static void assertSameWhereComplete(List<Segmentation> replayed, List<byte[]> recorded) throws Exception {
        Map<Stamp, Segmentation> byStamp = new TreeMap<>();
        replayed.forEach(mask -> byStamp.put(Stamp.of(mask.getTimestamp()), mask));
        int compared = 0;
        for (byte[] message : recorded) {
            Segmentation live = Segmentation.parseFrom(message);
            if (usesAll(live)) {
                Segmentation again = byStamp.get(Stamp.of(live.getTimestamp()));
                assertThat(again).as(live.getTimestamp().toString()).isNotNull().matches(RecordedDriveTest::usesAll);
                assertThat(MaskMessages.unpack(again.getClasses())).isEqualTo(MaskMessages.unpack(live.getClasses()));
                compared++;
            }
        }
        assertThat(compared).isPositive();
    }

    private static boolean usesAll(Segmentation mask) {
        return mask.getComplete() && mask.getContributionsList().stream().allMatch(Contribution::getUsed);
    }

    @Test
    void masksOfARecordedDatasetNameTheSamplesAgain() throws Exception {
        MiniDeliver mini = MiniDeliver.write(folder);
        Path file = folder.resolve("deliver.mcap");
        try (EmbeddedBroker broker = EmbeddedBroker.start();
                Recording deliver = Deliver.open(mini.root(), SampleFilter.ALL, 10)) {
            play(broker, "a", "deliver", mini.root());
            RigConfig config = RecordingRig.of("a", deliver, broker.bootstrap());
            TopicRecorder.Options options = new TopicRecorder.Options(file, Optional.empty(), Compression.ZSTD, true);
            TopicRecorder.start(config, new KafkaSettings(config, Map.of()), options, Map.of())
                    .close();
        }
        assertThat(masks("again", file, mini.samples().size()))
                .extracting(Segmentation::getSampleId)
                .containsExactlyElementsOf(mini.samples().keySet());
    }

    private static void play(EmbeddedBroker broker, String rig, String kind, Path source) {
        List<String> words = List.of("replay", kind, source.toString(), "--rig-id", rig, "--speed", "0");
        List<String> where = List.of("--bootstrap", broker.bootstrap(), "--create-topics");
        CommandRun run =
                CommandRun.of(Stream.concat(words.stream(), where.stream()).toArray(String[]::new));
        assertThat(run.code()).as(run.err()).isZero();
    }

    /** The first so many masks that a node in complete mode makes of a file, but for the rig's name and how long they took. */
    private static List<Segmentation> masks(String rig, Path file, int count) throws Exception {
        List<Segmentation> masks = new CopyOnWriteArrayList<>();
        try (EmbeddedBroker broker = EmbeddedBroker.start();
                McapRecording recording = McapRecording.open(file, Optional.empty())) {
            play(broker, rig, "mcap", file);
            RigConfig config = complete(RecordingRig.of(rig, recording, broker.bootstrap()));
            KafkaSettings kafka = new KafkaSettings(config, Map.of());
            try (Admin admin = Admin.create(kafka.admin())) {
                new TopicPlan(config).create(admin, 1);
            }
            Path model = ShippedModels.locate(ShippedModels.STREET_NANO);
            Batcher batcher = new Batcher(ScoreRun.segmenter(model), 1, System::nanoTime);
            Node.Options options = new Node.Options(rig, 1, folder.resolve(rig).toString());
            try (MaskReader reader = MaskReader.telling(config, kafka, masks::add);
                    Node node = Node.start(config, kafka, batcher, options, Clock.systemUTC())) {
                long end = System.nanoTime() + PATIENCE_NANOS;
                while (masks.size() < count && System.nanoTime() < end) {
                    Thread.sleep(50);
                }
                assertThat(reader.failure()).isEmpty();
                assertThat(node.tally().maskCount()).isPositive();
            }
        }
        return masks.stream()
                .limit(count)
                .map(mask -> mask.toBuilder().clearLatency().clearRig().build())
                .toList();
    }

    private static RigConfig complete(RigConfig config) {
        RigConfig.Sync sync = config.sync();
        return config.with(sync.in(RigConfig.Mode.COMPLETE));
    }
}
