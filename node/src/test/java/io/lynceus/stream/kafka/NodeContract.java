package io.lynceus.stream.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.dataset.RecordedFrame;
import io.lynceus.dataset.Recording;
import io.lynceus.dataset.kitti.KittiRaw;
import io.lynceus.monitor.Monitor;
import io.lynceus.proto.v1.Contribution;
import io.lynceus.proto.v1.DeadLetter;
import io.lynceus.proto.v1.Segmentation;
import io.lynceus.rig.MaskPolicy;
import io.lynceus.rig.RigConfig;
import io.lynceus.stream.Balance;
import io.lynceus.stream.Rigs;
import io.lynceus.stream.message.MaskMessages;
import io.lynceus.sync.Outcome.Fate;
import io.lynceus.wire.Stamp;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node does between real topics, whatever broker they are on. Every test has topics of its own. */
abstract class NodeContract {
    private static final AtomicInteger RUN = new AtomicInteger();

    @TempDir
    Path folder;

    abstract String bootstrap();

    private final int run = RUN.incrementAndGet();

    private RigConfig config(RigConfig.Mode mode) {
        return Rigs.of(mode, Integer.toString(run), bootstrap());
    }

    private AttachedRig attach(RigConfig config, int partitions) throws InterruptedException {
        AttachedRig rig = new AttachedRig(Integer.toString(run), config, folder);
        rig.createTopics(partitions);
        return rig;
    }

    @Test
    void aReplayInCompleteModeGivesAMaskForEverySetOfEveryRig() throws Exception {
        RigConfig config = config(RigConfig.Mode.COMPLETE);
        try (AttachedRig rig = attach(config, 2);
                Recording first = Rigs.street(1, Duration.ofSeconds(6));
                Recording second = Rigs.street(2, Duration.ofSeconds(6));
                Node node = rig.start()) {
            rig.play(first, "a");
            rig.play(second, "b");
            // The very last sets are read late: until then, a sensor's next frame may be on its way.
            List<Segmentation> masks = rig.read(config.output().masks(), 2 * 59, Segmentation::parseFrom);
            Map<String, List<Segmentation>> byRig = masks.stream().collect(Collectors.groupingBy(Segmentation::getRig));
            assertThat(byRig.keySet()).containsExactlyInAnyOrder("a", "b");
            byRig.values().forEach(one -> {
                assertThat(one).hasSizeGreaterThanOrEqualTo(58).allMatch(Segmentation::getComplete);
                assertThat(one.stream().map(s -> Stamp.of(s.getTimestamp())).toList())
                        .isSorted()
                        .doesNotHaveDuplicates();
                assertThat(MaskMessages.unpack(one.get(0).getClasses())[0]).isEqualTo((byte) 4);
                assertThat(one.get(0).getExpectedMiou()).isEqualTo(0.75f);
            });
            Balance.assertHolds(node.tally());
        }
    }

    @Test
    void whatCannotBeReadGoesToTheDeadLettersAndNothingElseIsLost() throws Exception {
        RigConfig config = config(RigConfig.Mode.COMPLETE);
        try (AttachedRig rig = attach(config, 1);
                Recording street = Rigs.street(3, Duration.ofSeconds(6));
                Node node = rig.start()) {
            byte[] random = "these bytes are no image".getBytes(StandardCharsets.UTF_8);
            rig.send(new ProducerRecord<>(run + ".rgb", null, street.start().toMillis(), "a", random));
            rig.send(new ProducerRecord<>(run + ".rgb", null, street.start().toMillis(), "nobody", random));
            rig.play(street, "a");
            List<DeadLetter> letters = rig.read(config.output().deadLetters(), 2, DeadLetter::parseFrom);
            assertThat(letters).extracting(DeadLetter::getOffset).containsExactlyInAnyOrder(0L, 1L);
            assertThat(letters)
                    .allMatch(letter -> letter.getTopic().equals(run + ".rgb") && letter.getPartition() == 0);
            assertThat(letters).anyMatch(letter -> letter.getReason().contains("'nobody' is no rig"));
            List<Segmentation> masks = rig.read(config.output().masks(), 35, Segmentation::parseFrom);
            assertThat(masks).hasSizeGreaterThanOrEqualTo(35);
            assertThat(node.tally().count("rgb", Fate.MALFORMED)).isEqualTo(2);
            Balance.assertHolds(node.tally());
        }
    }

    @Test
    void aRestartedNodeFinishesTheSetsThatWereWaiting() throws Exception {
        RigConfig config = config(RigConfig.Mode.COMPLETE);
        try (AttachedRig rig = attach(config, 1);
                Recording street = Rigs.street(4, Duration.ofSeconds(8))) {
            List<RecordedFrame> frames = new ArrayList<>();
            street.frames(street.start()).forEachRemaining(frames::add);
            int half = frames.size() / 2;
            try (Node node = rig.start()) {
                rig.latch(street, "a");
                frames.subList(0, half).forEach(frame -> rig.send(frame, "a"));
                rig.flush();
                rig.read(config.output().masks(), 15, Segmentation::parseFrom);
            }
            try (Node node = rig.start()) {
                frames.subList(half, frames.size()).forEach(frame -> rig.send(frame, "a"));
                rig.flush();
                List<Segmentation> masks = rig.read(config.output().masks(), 55, Segmentation::parseFrom);
                List<Stamp> stamps = masks.stream()
                        .map(s -> Stamp.of(s.getTimestamp()))
                        .distinct()
                        .sorted()
                        .toList();
                assertThat(stamps).hasSizeGreaterThanOrEqualTo(55);
                for (int i = 1; i < stamps.size(); i++) {
                    assertThat(stamps.get(i).nanosSince(stamps.get(i - 1))).isLessThan(190_000_000L);
                }
            }
        }
    }

    @Test
    void aRestartedNodeMakesNoSecondSetOfAMomentThatHasAMask() throws Exception {
        RigConfig config = config(RigConfig.Mode.COMPLETE);
        try (AttachedRig rig = attach(config, 1);
                Recording street = Rigs.street(9, Duration.ofSeconds(8))) {
            List<RecordedFrame> frames = new ArrayList<>();
            street.frames(street.start()).forEachRemaining(frames::add);
            List<RecordedFrame> late = frames.stream()
                    .filter(f -> f.channel().sensor().equals("event") && f.sequence() >= 5 && f.sequence() < 40)
                    .toList();
            frames.removeAll(late);
            List<RecordedFrame> first =
                    frames.stream().filter(f -> f.sequence() < 40).toList();
            int made;
            try (Node node = rig.start()) {
                rig.latch(street, "a");
                first.forEach(frame -> rig.send(frame, "a"));
                rig.flush();
                made = rig.read(config.output().masks(), 15, Segmentation::parseFrom)
                        .size();
            }
            try (Node node = rig.start()) {
                late.forEach(frame -> rig.send(frame, "a"));
                frames.removeAll(first);
                frames.forEach(frame -> rig.send(frame, "a"));
                rig.flush();
                List<Segmentation> masks = rig.read(config.output().masks(), made + 35, Segmentation::parseFrom);
                List<Stamp> stamps = masks.stream()
                        .map(s -> Stamp.of(s.getTimestamp()))
                        .distinct()
                        .sorted()
                        .toList();
                assertThat(stamps).hasSizeGreaterThanOrEqualTo(made + 30);
                for (int i = 1; i < stamps.size(); i++) {
                    assertThat(stamps.get(i).nanosSince(stamps.get(i - 1))).isGreaterThan(50_000_000L);
                }
                assertThat(node.tally().count("event", Fate.LATE)).isPositive();
            }
        }
    }

    @Test
    void theMonitorOfARunningNodeIsReadyAndCountsUntilItStops() throws Exception {
        RigConfig config = config(RigConfig.Mode.COMPLETE);
        try (AttachedRig rig = attach(config, 1);
                Recording street = Rigs.street(6, Duration.ofSeconds(4));
                Monitor monitor = Monitor.start("127.0.0.1", 0)) {
            try (Node node = rig.start()) {
                monitor.attach(node);
                assertThat(page(monitor, "/readyz")).contains("\"ready\":true");
                rig.play(street, "a");
                rig.read(config.output().masks(), 15, Segmentation::parseFrom);
                assertThat(page(monitor, "/metrics"))
                        .containsPattern("lynceus_frames_total\\{outcome=\"matched\",sensor=\"rgb\"} [1-9]")
                        .containsPattern("lynceus_sets_total\\{outcome=\"complete\"} [1-9]")
                        .containsPattern("lynceus_masks_total [1-9]")
                        .contains("lynceus_native_open", "kafka_stream");
            }
            assertThat(page(monitor, "/readyz")).contains("\"ready\":false", "Kafka Streams is");
        }
    }

    private static String page(Monitor monitor, String path) throws Exception {
        URI page = URI.create("http://127.0.0.1:" + monitor.port() + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString())
                .body();
    }

    @Test
    void aSensorThatIsNotThereIsToldOfAndNotWaitedFor() throws Exception {
        RigConfig config = config(RigConfig.Mode.COMPLETE);
        try (AttachedRig rig = attach(config, 1);
                Recording street = Rigs.street(5, Duration.ofSeconds(8));
                Node node = rig.start()) {
            street.frames(street.start()).forEachRemaining(frame -> {
                if (!frame.channel().sensor().equals("lidar")) {
                    rig.send(frame, "a");
                }
            });
            rig.flush();
            List<Segmentation> masks = rig.read(config.output().masks(), 40, Segmentation::parseFrom);
            assertThat(masks).hasSizeGreaterThanOrEqualTo(40);
            Segmentation last = masks.get(masks.size() - 1);
            Contribution lidar = last.getContributionsList().stream()
                    .filter(c -> c.getSensor().equals("lidar"))
                    .findFirst()
                    .orElseThrow();
            assertThat(lidar.getMatched()).isFalse();
            assertThat(lidar.getUsed()).isFalse();
            assertThat(lidar.getRoutingList()).containsOnly(0f);
            assertThat(MaskMessages.unpack(last.getClasses())[0]).isEqualTo((byte) 3);
        }
    }

    @Test
    void topicsThatDoNotFitAreRefusedAtStartWithWhatToChange() throws Exception {
        RigConfig config = config(RigConfig.Mode.LIVE);
        try (AttachedRig rig = new AttachedRig(Integer.toString(run), config, folder);
                Admin admin = Admin.create(rig.settings().admin())) {
            assertThatThrownBy(rig::start).hasMessageContaining("topic " + run + ".rgb does not exist");
            rig.createTopics(1);
            admin.createPartitions(Map.of(run + ".rgb", NewPartitions.increaseTo(3)))
                    .all()
                    .get();
            Thread.sleep(300); // metadata of the new partitions
            assertThatThrownBy(rig::start)
                    .hasMessageContaining("same number of partitions")
                    .hasMessageContaining("raise to 3");
        }
    }

    @Test
    void tooSmallMessagesAreRefusedAtStartWithWhatToChange() throws Exception {
        RigConfig config = config(RigConfig.Mode.LIVE);
        ConfigResource rgb = new ConfigResource(ConfigResource.Type.TOPIC, run + ".rgb");
        try (AttachedRig rig = attach(config, 1);
                Admin admin = Admin.create(rig.settings().admin())) {
            admin.incrementalAlterConfigs(Map.of(
                            rgb,
                            List.of(new AlterConfigOp(
                                    new ConfigEntry("max.message.bytes", "1000000"), AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
            assertThatThrownBy(rig::start)
                    .hasMessageContaining(run + ".rgb has max.message.bytes=1000000")
                    .hasMessageContaining("raise the topic's setting");
        }
    }

    @Test
    void twelveFramesOfKittiGiveTwelveMasks() throws Exception {
        Path kitti = Path.of(System.getProperty("lynceus.shared", "../shared")).resolve("data/kitti_raw");
        Assumptions.assumeTrue(Files.isDirectory(kitti), "no KITTI drive beside the repository");
        RigConfig four = config(RigConfig.Mode.COMPLETE);
        RigConfig config = new RigConfig(
                four.rigs(),
                four.model(),
                four.sync(),
                four.sensors().stream()
                        .filter(s -> s.name().equals("rgb") || s.name().equals("lidar"))
                        .map(s -> s.name().equals("rgb")
                                ? s
                                : new RigConfig.Sensor(
                                        "lidar", "lidar", s.topic(), null, 10, null, false, "velodyne", null))
                        .toList(),
                four.health(),
                MaskPolicy.NONE,
                four.accelerator(),
                four.output(),
                four.maxFrameBytes(),
                four.kafka());
        try (AttachedRig rig = attach(config, 1);
                Recording drive = KittiRaw.open(kitti);
                Node node = rig.start()) {
            assertThat(drive.channels()).extracting(c -> c.sensor()).contains("rgb", "lidar");
            rig.play(drive, "a");
            List<Segmentation> masks = rig.read(config.output().masks(), 12, Segmentation::parseFrom);
            assertThat(masks).hasSize(12).allMatch(Segmentation::getComplete);
            Balance.assertHolds(node.tally());
        }
    }
}
