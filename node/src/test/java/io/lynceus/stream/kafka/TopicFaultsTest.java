package io.lynceus.stream.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.broker.TestBroker;
import io.lynceus.dataset.RecordedFrame;
import io.lynceus.dataset.Recording;
import io.lynceus.play.Restamp;
import io.lynceus.proto.v1.Segmentation;
import io.lynceus.rig.RigConfig;
import io.lynceus.stream.Rigs;
import io.lynceus.sync.Outcome.Fate;
import io.lynceus.wire.Stamp;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Topics that change under a node, by operators' hands (R15). */
class TopicFaultsTest {
    private static final AtomicInteger RUN = new AtomicInteger();

    @RegisterExtension
    static final TestBroker BROKER = new TestBroker();

    @TempDir
    Path folder;

    private int set;

    private final String name = "faults" + RUN.incrementAndGet();

    private AttachedRig attach(RigConfig.Mode mode, int partitions) throws InterruptedException {
        AttachedRig rig = new AttachedRig(name, Rigs.of(mode, name, BROKER.bootstrap()), folder);
        rig.createTopics(partitions);
        return rig;
    }

    private static List<RecordedFrame> street(long seed, int seconds) throws Exception {
        List<RecordedFrame> frames = new ArrayList<>();
        try (Recording street = Rigs.street(seed, Duration.ofSeconds(seconds))) {
            street.frames(street.start()).forEachRemaining(frames::add);
        }
        frames.removeIf(frame -> frame.channel().sensor().equals("lidar")); // it would need calibrations
        return frames;
    }

    /** Deletes the sensors' topics, and creates them under the same names. */
    private static void createAgain(AttachedRig rig) throws Exception {
        List<String> topics =
                rig.config().sensors().stream().map(RigConfig.Sensor::topic).toList();
        try (Admin admin = Admin.create(rig.settings().admin())) {
            admin.deleteTopics(topics).all().get();
            AttachedRig.await(() -> {
                try {
                    return admin.listTopics().names().get().stream().noneMatch(topics::contains);
                } catch (Exception e) {
                    throw new AssertionError("the broker is up", e);
                }
            });
        }
        rig.createTopics(1);
    }

    @Test
    void topicsThatWereCreatedAgainAndRefilledWhileTheNodeWasDownGiveNoMaskOfOldStamps() throws Exception {
        List<RecordedFrame> old = street(41, 6);
        Duration later = Duration.ofHours(1);
        List<RecordedFrame> refill = street(42, 6).stream()
                .map(frame -> Restamp.at(frame, frame.stamp().plus(later)))
                .toList();
        try (AttachedRig rig = attach(RigConfig.Mode.COMPLETE, 1)) {
            int made;
            try (Node node = rig.start()) {
                old.forEach(frame -> rig.send(frame, "a"));
                rig.flush();
                made = rig.read(rig.config().output().masks(), 25, Segmentation::parseFrom)
                        .size();
                AttachedRig.await(() -> node.tally().pending("rgb") > 3);
            }
            createAgain(rig);
            refill.forEach(frame -> rig.send(frame, "a"));
            rig.flush();
            try (Node node = rig.start()) {
                int before = rig.read(rig.config().output().masks(), made, Segmentation::parseFrom)
                        .size();
                List<Segmentation> all = rig.read(rig.config().output().masks(), before + 30, Segmentation::parseFrom);
                Stamp begin = refill.get(0).stamp().plus(Duration.ofSeconds(-1));
                List<Segmentation> since = all.subList(before, all.size());
                assertThat(since).hasSizeGreaterThanOrEqualTo(30).allMatch(mask -> Stamp.of(mask.getTimestamp())
                        .isAfter(begin));
                assertThat(node.tally().count("rgb", Fate.EXPIRED))
                        .as("what waited is gone, and counted")
                        .isPositive();
            }
        }
    }

    @Test
    void topicsThatAreCreatedAgainUnderARunningNodeAreReadFromTheirBeginning() throws Exception {
        List<RecordedFrame> old = street(43, 6);
        Duration later = Duration.ofHours(1);
        List<RecordedFrame> refill = street(44, 8).stream()
                .map(frame -> Restamp.at(frame, frame.stamp().plus(later)))
                .toList();
        try (AttachedRig rig = attach(RigConfig.Mode.COMPLETE, 1);
                Node node = rig.start()) {
            old.forEach(frame -> rig.send(frame, "a"));
            rig.flush();
            rig.read(rig.config().output().masks(), 25, Segmentation::parseFrom);
            createAgain(rig);
            // More than were read of the old log: the old position lies inside the new one.
            refill.forEach(frame -> rig.send(frame, "a"));
            rig.flush();
            Stamp begin = refill.get(0).stamp().plus(Duration.ofSeconds(-1));
            List<Segmentation> masks = rig.read(
                    rig.config().output().masks(), Segmentation::parseFrom, seen -> moments(seen, begin) >= 50);
            assertThat(moments(masks, begin))
                    .as("of 80 sets, those at the end wait")
                    .isGreaterThanOrEqualTo(50);
            assertThat(masks.stream().map(mask -> Stamp.of(mask.getTimestamp())))
                    .as("and the first frames were not skipped")
                    .anyMatch(stamp -> stamp.isAfter(begin)
                            && stamp.isBefore(refill.get(0).stamp().plus(Duration.ofMillis(150))));
            AttachedRig.await(() -> node.troubles().isEmpty());
            assertThat(node.death()).isNotDone();
        }
    }

    private static long moments(List<Segmentation> masks, Stamp begin) {
        return masks.stream()
                .map(mask -> Stamp.of(mask.getTimestamp()))
                .filter(stamp -> stamp.isAfter(begin))
                .distinct()
                .count();
    }

    @Test
    void aTopicThatIsDeletedIsNamedAndTheNodeGoesOnWhenItIsThereAgain() throws Exception {
        List<RecordedFrame> frames = street(45, 2);
        try (AttachedRig rig = attach(RigConfig.Mode.LIVE, 1);
                Node node = rig.start();
                Admin admin = Admin.create(rig.settings().admin())) {
            String rgb = rig.config().sensor("rgb").topic();
            admin.deleteTopics(List.of(rgb)).all().get();
            AttachedRig.await(
                    () -> node.troubles().stream().anyMatch(t -> t.contains(rgb) && t.contains("--create-topics")));
            rig.createTopics(1);
            AttachedRig.await(() -> {
                sendSet(set++, frames, Stamp.of(Instant.now()), rig);
                return node.tally().receivedCount("rgb") > 0;
            });
            AttachedRig.await(() -> node.troubles().isEmpty());
        }
    }

    @Test
    void raisedPartitionsAreNamedAtStartAndRepairedWithoutLoss() throws Exception {
        List<RecordedFrame> frames = street(46, 6);
        try (AttachedRig rig = attach(RigConfig.Mode.COMPLETE, 1);
                Admin admin = Admin.create(rig.settings().admin())) {
            try (Node node = rig.start()) {
                frames.subList(0, frames.size() / 2).forEach(frame -> rig.send(frame, "a"));
                rig.flush();
                AttachedRig.await(() -> node.tally().pending("rgb") > 3);
            }
            Map<String, NewPartitions> raised = new HashMap<>();
            rig.config().sensors().forEach(sensor -> raised.put(sensor.topic(), NewPartitions.increaseTo(2)));
            admin.createPartitions(raised).all().get();
            StateTopic state = new StateTopic(rig.config(), "node-" + name);
            AttachedRig.await(() -> problem(state, admin));
            assertThatThrownBy(rig::start)
                    .hasMessageContaining("node-" + name + "-pending-frames-changelog has 1 partitions")
                    .hasMessageContaining("doctor --rig FILE --repair");

            assertThat(state.repair(admin, rig.settings())).contains("2 partitions now instead of 1");
            AttachedRig.await(() -> !problem(state, admin));
            try (Node node = rig.start()) {
                // The default partitioner may now choose the other partition; what waits is in the first.
                for (RecordedFrame frame : frames.subList(frames.size() / 2, frames.size())) {
                    rig.send(new ProducerRecord<>(
                            rig.config().sensor(frame.channel().sensor()).topic(),
                            0,
                            frame.stamp().toMillis(),
                            "a",
                            frame.value()));
                }
                rig.flush();
                List<Segmentation> masks = rig.read(rig.config().output().masks(), 38, Segmentation::parseFrom);
                assertThat(masks.stream()
                                .map(Segmentation::getTimestamp)
                                .distinct()
                                .count())
                        .isGreaterThanOrEqualTo(38);
                assertThat(node.tally().count("rgb", Fate.EXPIRED)).isZero();
            }
        }
    }

    private static boolean problem(StateTopic state, Admin admin) {
        try {
            return state.problem(admin).isPresent();
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts", e);
        }
    }

    @Test
    void aStateTopicWithMorePartitionsIsMadeToFitAndKeepsWhatCanBeKept() throws Exception {
        try (AttachedRig rig = attach(RigConfig.Mode.COMPLETE, 1);
                Admin admin = Admin.create(rig.settings().admin())) {
            String topic = "node-" + name + "-pending-frames-changelog";
            admin.createTopics(List.of(new NewTopic(topic, 3, (short) 1).configs(Map.of("cleanup.policy", "compact"))))
                    .all()
                    .get();
            rig.send(new ProducerRecord<>(topic, 0, "kept", new byte[] {1}));
            rig.send(new ProducerRecord<>(topic, 0, "removed", new byte[] {2}));
            rig.send(new ProducerRecord<>(topic, 0, "removed", null));
            rig.send(new ProducerRecord<>(topic, 2, "gone", new byte[] {3}));
            rig.flush();
            StateTopic state = new StateTopic(rig.config(), "node-" + name);
            assertThat(state.problem(admin)).isPresent();
            assertThat(state.repair(admin, rig.settings())).contains("1 partitions now instead of 3");
            assertThat(state.problem(admin)).isEmpty();
            assertThat(rig.read(topic, 1, value -> value)).containsExactly(new byte[] {1});
        }
    }

    @Test
    void aNodeThatComesBackLateGoesToWhatIsStillOfUse() throws Exception {
        List<RecordedFrame> frames = street(47, 2);
        try (AttachedRig rig = attach(RigConfig.Mode.LIVE, 1)) {
            try (Node node = rig.start()) {
                AttachedRig.await(() -> {
                    sendSet(set++, frames, Stamp.of(Instant.now()), rig);
                    return node.tally().maskCount() > 0;
                });
            }
            Stamp now = Stamp.of(Instant.now());
            for (int i = 0; i < 2_000; i++) {
                sendSet(i, frames, now.plus(Duration.ofMillis(-300_000 + 100L * i)), rig);
            }
            rig.flush();
            try (Node node = rig.start()) {
                AttachedRig.await(() -> {
                    sendSet(set++, frames, Stamp.of(Instant.now()), rig);
                    return node.tally().maskCount() > 2;
                });
                assertThat(node.tally().skippedCount("rgb"))
                        .as("most of what lay on the topic was not even read")
                        .isGreaterThan(500);
                assertThat(node.tally().count("rgb", Fate.SHED)).isGreaterThanOrEqualTo(2_000);
            }
        }
    }

    /** A sensor that sends the same again and again would count as frozen. */
    private static void sendSet(int number, List<RecordedFrame> frames, Stamp stamp, AttachedRig rig) {
        frames.stream()
                .filter(frame -> frame.sequence() == number % 20)
                .forEach(frame -> rig.send(Restamp.at(frame, stamp), "a"));
    }
}
