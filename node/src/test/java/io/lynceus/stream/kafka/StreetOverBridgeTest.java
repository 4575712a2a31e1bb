package io.lynceus.stream.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.broker.TestBroker;
import io.lynceus.dataset.RecordedFrame;
import io.lynceus.dataset.Recording;
import io.lynceus.foxglove.FoxgloveServer;
import io.lynceus.foxglove.bridge.BridgeCounts;
import io.lynceus.foxglove.bridge.BridgeOptions;
import io.lynceus.foxglove.bridge.FoxgloveBridge;
import io.lynceus.foxglove.feed.TopicFeed;
import io.lynceus.proto.v1.Segmentation;
import io.lynceus.rig.MaskPolicy;
import io.lynceus.rig.RigConfig;
import io.lynceus.stream.FixedSegmenter;
import io.lynceus.stream.Rigs;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A street that goes through the Foxglove server and the bridge to another broker gives the same masks as on the direct way. */
class StreetOverBridgeTest {
    private static final String RIG = "a";
    private static final int SETS = 27;

    @RegisterExtension
    private static final TestBroker VEHICLE = new TestBroker();

    @RegisterExtension
    private static final TestBroker CENTRE = new TestBroker();

    @TempDir
    Path folder;

    @Test
    void theMasksAreEqualByteForByteAndNoFrameIsLost() throws Exception {
        RigConfig here = config(VEHICLE);
        RigConfig there = config(CENTRE);
        try (Recording street = Rigs.street(3, Duration.ofSeconds(3));
                AttachedRig vehicle = new AttachedRig("street", here, folder.resolve("vehicle"));
                AttachedRig centre = new AttachedRig("street", there, folder.resolve("centre"))) {
            vehicle.createTopics(1);
            centre.createTopics(1);
            List<RecordedFrame> frames = new ArrayList<>();
            street.frames(street.start()).forEachRemaining(frames::add);
            vehicle.latch(street, RIG);
            // The first frames show the types of the channels. The direct node gets them twice and drops the
            // repetition.
            List<RecordedFrame> first = frames.subList(0, here.sensors().size());
            assertThat(first).extracting(frame -> frame.channel().sensor()).doesNotHaveDuplicates();
            first.forEach(frame -> vehicle.send(frame, RIG));
            vehicle.flush();
            try (FoxgloveServer server = server();
                    TopicFeed feed = TopicFeed.start(here, vehicle.settings(), new FixedSegmenter().card(), server);
                    FoxgloveBridge bridge = bridge(server, here, centre)) {
                await(() -> bridge.counts().calibrations() == 2
                        && here.sensors().stream().allMatch(sensor -> isCarried(feed, bridge, sensor.topic())));
                assertThat(masks(vehicle, frames)).hasSize(SETS).isEqualTo(masksOf(centre));
                BridgeCounts counts = bridge.counts();
                assertThat(counts.sent()).isEqualTo(frames.size());
                assertThat(counts.received()).isEqualTo(counts.sent() + counts.calibrations());
                assertThat(server.counts().dropped()).isZero();
            }
        }
    }

    private static boolean isCarried(TopicFeed feed, FoxgloveBridge bridge, String topic) {
        return feed.follows(topic)
                && bridge.offered().values().stream()
                        .anyMatch(channel -> channel.topic().equals(topic));
    }

    /** The direct way: frames are sent to the vehicle's broker, where a node reads them. */
    private static List<Segmentation> masks(AttachedRig vehicle, List<RecordedFrame> frames) throws Exception {
        try (Node node = vehicle.start()) {
            frames.forEach(frame -> vehicle.send(frame, RIG));
            vehicle.flush();
            return read(vehicle);
        }
    }

    /** The way over the bridge: nothing but what it carries is on this broker. */
    private static List<Segmentation> masksOf(AttachedRig centre) throws Exception {
        try (Node node = centre.start()) {
            return read(centre);
        }
    }

    private static List<Segmentation> read(AttachedRig rig) throws Exception {
        List<Segmentation> masks = rig.read(rig.config().output().masks(), SETS, Segmentation::parseFrom);
        return masks.subList(0, Math.min(SETS, masks.size())).stream()
                .map(mask -> mask.toBuilder().clearLatency().build())
                .toList();
    }

    private static FoxgloveServer server() {
        return FoxgloveServer.start(FoxgloveServer.Options.of(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), "street", handshake -> Optional.empty()));
    }

    private static FoxgloveBridge bridge(FoxgloveServer server, RigConfig here, AttachedRig centre) {
        List<String> topics =
                here.sensors().stream().map(RigConfig.Sensor::topic).toList();
        return FoxgloveBridge.start(
                BridgeOptions.of(URI.create("ws://127.0.0.1:" + server.port()), RIG, topics, here.maxFrameBytes()),
                centre.settings(),
                topic -> {},
                Optional.empty(),
                new Random(1),
                Clock.systemUTC());
    }

    private static RigConfig config(TestBroker broker) {
        RigConfig both = Rigs.of(RigConfig.Mode.COMPLETE, "street", broker.bootstrap());
        return new RigConfig(
                List.of(RIG),
                both.model(),
                both.sync(),
                both.sensors(),
                both.health(),
                MaskPolicy.NONE,
                both.accelerator(),
                both.output(),
                both.maxFrameBytes(),
                both.kafka());
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(end);
            Thread.sleep(20);
        }
    }
}
