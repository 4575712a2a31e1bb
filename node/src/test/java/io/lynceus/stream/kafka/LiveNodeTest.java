package io.lynceus.stream.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.broker.EmbeddedBroker;
import io.lynceus.dataset.RecordedFrame;
import io.lynceus.dataset.Recording;
import io.lynceus.monitor.Monitor;
import io.lynceus.play.Restamp;
import io.lynceus.rig.RigConfig;
import io.lynceus.segment.FatalAcceleratorException;
import io.lynceus.segment.Mask;
import io.lynceus.segment.ModelCard;
import io.lynceus.segment.Segmenter;
import io.lynceus.segment.SetInput;
import io.lynceus.stream.FixedSegmenter;
import io.lynceus.stream.Rigs;
import io.lynceus.sync.Outcome.Fate;
import io.lynceus.wire.Stamp;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node on a vehicle: where it begins, and what it does when the broker goes or the accelerator fails. */
class LiveNodeTest {
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @TempDir
    Path folder;

    private List<RecordedFrame> frames;
    private List<RecordedFrame> scans;

    @BeforeEach
    void see() throws Exception {
        frames = new ArrayList<>();
        try (Recording street = Rigs.street(12, Duration.ofSeconds(2))) {
            street.frames(street.start()).forEachRemaining(frames::add);
        }
        scans = frames.stream()
                .filter(frame -> frame.channel().sensor().equals("lidar"))
                .toList();
        frames.removeAll(scans); // they would need calibrations
    }

    private AttachedRig attach(EmbeddedBroker broker) throws InterruptedException {
        return attach(broker, RigConfig.DEFAULTS.sync().maxAge());
    }

    private AttachedRig attach(EmbeddedBroker broker, Duration maxAge) throws InterruptedException {
        RigConfig usual = Rigs.of(RigConfig.Mode.LIVE, "live", broker.bootstrap());
        RigConfig.Sync sync = usual.sync();
        RigConfig config = usual.with(
                new RigConfig.Sync(sync.mode(), sync.tolerance(), sync.deadline(), maxAge, sync.futureLimit()));
        AttachedRig rig = new AttachedRig("live", config, folder.resolve("state"));
        rig.createTopics(1);
        return rig;
    }

    /** Sends frames of that many sets as of now, without waiting. */
    private void sendSets(int from, int to, AttachedRig rig) {
        Stamp now = Stamp.of(Instant.now());
        for (RecordedFrame frame : frames) {
            if (frame.sequence() >= from && frame.sequence() < to) {
                rig.send(Restamp.at(frame, now.plusNanos(frame.sequence() * 1_000L)), "a");
            }
        }
    }

    /** Sends a set every 100 ms until something is so. */
    private void driveUntil(BooleanSupplier end, AttachedRig rig) throws InterruptedException {
        long last = System.nanoTime() + PATIENCE.toNanos();
        for (int set = 0; !end.getAsBoolean(); set = (set + 1) % 20) {
            assertThat(System.nanoTime()).as("it does not come about").isLessThan(last);
            sendSets(set, set + 1, rig);
            Thread.sleep(100);
        }
    }

    private static HttpResponse<String> ready(Monitor monitor) {
        try {
            URI page = URI.create("http://127.0.0.1:" + monitor.port() + "/readyz");
            return HttpClient.newHttpClient().send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString());
        } catch (Exception e) {
            throw new AssertionError("the monitor always answers", e);
        }
    }

    /** What is left of a topic that was created again after its broker had restarted. */
    @Test
    void anOffsetOfALaterEpochThanTheLogsBlindsNoSensor() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start();
                AttachedRig rig = attach(broker)) {
            try (Admin admin = Admin.create(rig.settings().admin())) {
                TopicPartition rgb =
                        new TopicPartition(rig.config().sensor("rgb").topic(), 0);
                admin.alterConsumerGroupOffsets("node-live", Map.of(rgb, new OffsetAndMetadata(0, Optional.of(5), "")))
                        .all()
                        .get();
            }
            try (Node node = rig.start()) {
                driveUntil(() -> node.tally().receivedCount("rgb") > 5, rig);
                assertThat(node.troubles()).isEmpty();
            }
        }
    }

    @Test
    void whatIsSentFromTheNodesStartOnIsInItsBooksAndWhatWasBeforeIsNot() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start();
                AttachedRig rig = attach(broker)) {
            sendSets(0, 5, rig);
            rig.flush();
            try (Admin admin = Admin.create(rig.settings().admin())) {
                List<String> topics = rig.config().sensors().stream()
                        .map(RigConfig.Sensor::topic)
                        .toList();
                StartOffsets.prepare(admin, "node-live", topics, true); // as the node does before its threads start
                sendSets(5, 12, rig);
                rig.flush();
            }
            try (Node node = rig.start()) {
                AttachedRig.await(() -> node.tally().receivedCount("event") >= 7);
                sendSets(12, 15, rig);
                rig.flush();
                AttachedRig.await(() -> node.tally().receivedCount("rgb") >= 10);
                assertThat(node.tally().receivedCount("rgb")).isEqualTo(10);
                assertThat(node.tally().receivedCount("lidar")).isZero();
            }
        }
    }

    @Test
    void aBrokerThatGoesAndComesBackStopsNothingForGood() throws Exception {
        int port = freePort();
        Optional<Path> data = Optional.of(folder.resolve("broker"));
        EmbeddedBroker first = EmbeddedBroker.start(port, data);
        try (AttachedRig rig = attach(first);
                Monitor monitor = Monitor.start("127.0.0.1", 0);
                Node node = rig.start()) {
            monitor.attach(node);
            driveUntil(() -> node.tally().maskCount() > 3, rig);
            AttachedRig.await(() -> ready(monitor).statusCode() == 200);

            first.close();
            AttachedRig.await(() -> ready(monitor).statusCode() == 503);
            assertThat(ready(monitor).body()).contains("the broker has not answered");
            assertThat(node.death()).isNotDone();

            try (EmbeddedBroker second = EmbeddedBroker.start(port, data)) {
                long before = node.tally().maskCount();
                driveUntil(() -> node.tally().maskCount() > before, rig);
                AttachedRig.await(() -> ready(monitor).statusCode() == 200);
                assertThat(node.death()).isNotDone();
                node.close(); // while there is a broker to commit to
            }
        }
    }

    /** The model is busy for most of the time, and what lies on the topics is half as old as it may be. */
    @Test
    void aNodeThatComesBackHasAMaskOfEverySetThatIsYoungEnough() throws Exception {
        Duration maxAge = Duration.ofSeconds(16);
        int missed = 80;
        try (EmbeddedBroker broker = EmbeddedBroker.start();
                AttachedRig rig = attach(broker, maxAge)) {
            try (Node node = rig.start()) {
                Stamp before = Stamp.of(Instant.now()).plusNanos(-maxAge.toNanos() * 5 / 8);
                sendSetsFrom(before, 5, rig);
                AttachedRig.await(() -> node.tally().maskCount() >= 5);
            }
            Stamp half = Stamp.of(Instant.now()).plusNanos(-maxAge.toNanos() / 2);
            sendSetsFrom(half, missed, rig);
            try (Node node = rig.start(new BusySegmenter())) {
                AttachedRig.await(() -> node.tally().maskCount() + node.tally().shedSetCount() >= missed);
                assertThat(node.tally().shedSetCount()).isZero();
                assertThat(node.tally().count("rgb", Fate.MATCHED)).isEqualTo(missed);
            }
        }
    }

    /** Sends sets of each tenth of a second from then on, without waiting. */
    private void sendSetsFrom(Stamp first, int sets, AttachedRig rig) {
        for (int set = 0; set < sets; set++) {
            for (RecordedFrame frame : frames) {
                if (frame.sequence() == set % 20) {
                    rig.send(Restamp.at(frame, first.plusNanos(set * 100_000_000L)), "a");
                }
            }
        }
        rig.flush();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path file : all.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
    }

    /** A broker that is restored from a backup. A client that has seen a later epoch of a log never fetches it again. */
    @Test
    void logsWhoseEpochFellUnderARunningNodeAreReadByNewClients() throws Exception {
        int port = freePort();
        Path data = folder.resolve("broker");
        try (EmbeddedBroker broker = EmbeddedBroker.start(port, Optional.of(data));
                AttachedRig rig = attach(broker);
                Node node = rig.start()) {
            driveUntil(() -> node.tally().maskCount() > 0, rig);
        }
        Path backup = folder.resolve("backup");
        copy(data, backup);
        for (int restarts = 0; restarts < 2; restarts++) {
            EmbeddedBroker.start(port, Optional.of(data)).close(); // each raises the epochs
        }
        EmbeddedBroker before = EmbeddedBroker.start(port, Optional.of(data));
        try (AttachedRig rig = attach(before);
                Node node = rig.start()) {
            driveUntil(() -> node.tally().maskCount() > 0, rig);
            before.close();
            long masks = node.tally().maskCount();
            try (EmbeddedBroker restored = EmbeddedBroker.start(port, Optional.of(backup));
                    AttachedRig vehicle = attach(restored)) {
                driveUntil(() -> !node.troubles().isEmpty(), vehicle);
                driveUntil(
                        () -> node.tally().maskCount() > masks + 3
                                && node.troubles().isEmpty(),
                        vehicle);
                node.close(); // while there is a broker to commit to
            }
        }
    }

    @Test
    void aLidarWhoseCalibrationNeverComesDelaysNoOtherSensor() throws Exception {
        frames.addAll(scans);
        try (EmbeddedBroker broker = EmbeddedBroker.start();
                AttachedRig rig = attach(broker);
                Node node = rig.start()) {
            driveUntil(() -> node.tally().maskCount() > 3 && node.tally().count("lidar", Fate.MALFORMED) > 3, rig);
            assertThat(node.tally().count("lidar", Fate.MATCHED)).isZero();
            assertThat(node.tally().count("rgb", Fate.MALFORMED)).isZero();
        }
    }

    @Test
    void afterAFatalAcceleratorErrorTheNodeIsNotReadyAtOnce() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start();
                AttachedRig rig = attach(broker);
                Monitor monitor = Monitor.start("127.0.0.1", 0);
                Node node = rig.start(new DyingSegmenter())) {
            monitor.attach(node);
            assertThat(ready(monitor).statusCode()).isEqualTo(200);
            driveUntil(() -> node.death().isDone(), rig);
            assertThat(ready(monitor).statusCode()).isEqualTo(503);
            assertThat(ready(monitor).body()).contains("the node died");
            assertThat(Node.isFatalAccelerator(node.death().join())).isTrue();
        }
    }

    /** As a network that takes 60 of the 100 ms between two sets. */
    private static final class BusySegmenter implements Segmenter {
        private final Segmenter quick = new FixedSegmenter();

        @Override
        public ModelCard card() {
            return quick.card();
        }

        @Override
        public String provider() {
            return quick.provider();
        }

        @Override
        public List<Mask> segment(List<SetInput> sets) {
            LockSupport.parkNanos(60_000_000L);
            return quick.segment(sets);
        }

        @Override
        public void close() {
            quick.close();
        }
    }

    /** As CUDA does after a sticky error, which comes with the first set. */
    private static final class DyingSegmenter implements Segmenter {
        @Override
        public ModelCard card() {
            return new FixedSegmenter().card();
        }

        @Override
        public String provider() {
            return "dying";
        }

        @Override
        public List<Mask> segment(List<SetInput> sets) {
            if (sets.get(0).frames().size() == 1) {
                return new FixedSegmenter().segment(sets); // the frame by which a quiet accelerator is tried
            }
            throw new FatalAcceleratorException("CUDA error 700", new IllegalStateException("illegal address"));
        }

        @Override
        public void close() {}
    }
}
