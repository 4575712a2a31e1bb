package io.lynceus.foxglove.feed;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.lynceus.broker.TestBroker;
import io.lynceus.foxglove.FoxgloveServer;
import io.lynceus.proto.foxglove.CameraCalibration;
import io.lynceus.proto.foxglove.CompressedImage;
import io.lynceus.rig.MaskPolicy;
import io.lynceus.rig.RigConfig;
import io.lynceus.rig.RigNames;
import io.lynceus.stream.FixedSegmenter;
import io.lynceus.stream.kafka.KafkaSettings;
import io.lynceus.stream.kafka.TopicPlan;
import io.lynceus.wire.Stamp;
import io.lynceus.wire.Topics;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What viewers are offered while the rigs of a fleet come and go. */
class FleetFeedTest {
    @RegisterExtension
    private static final TestBroker BROKER = new TestBroker();

    private static final long PATIENCE_NANOS = 60_000_000_000L;

    /** Time that the test lets pass for the feed, beside the real one. */
    private final AtomicLong skipped = new AtomicLong();
    /** The topics that send, by rig and topic. */
    private final Set<List<String>> sending = ConcurrentHashMap.newKeySet();

    private final ScheduledExecutorService fleet = Executors.newSingleThreadScheduledExecutor();
    private final RigConfig config = config();
    private KafkaProducer<String, byte[]> producer;
    private FoxgloveServer server;
    private TopicFeed feed;

    @BeforeEach
    void start() throws Exception {
        KafkaSettings kafka = new KafkaSettings(config, Map.of());
        try (Admin admin = Admin.create(kafka.admin())) {
            new TopicPlan(config).create(admin, 1);
        }
        producer = new KafkaProducer<>(kafka.producer(), new StringSerializer(), new ByteArraySerializer());
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        server = FoxgloveServer.start(FoxgloveServer.Options.of(any, "Lynceus", handshake -> Optional.empty()));
        calibrate("fleet-1");
        calibrate("fleet-gone");
        feed = TopicFeed.start(
                config, kafka, new FixedSegmenter().card(), server, () -> System.nanoTime() + skipped.get());
        fleet.scheduleWithFixedDelay(this::send, 0, 100, TimeUnit.MILLISECONDS);
    }

    @AfterEach
    void stop() {
        fleet.shutdownNow();
        feed.close();
        server.close();
        producer.close();
    }

    private void calibrate(String rig) throws Exception {
        byte[] value =
                CameraCalibration.newBuilder().setFrameId("front").build().toByteArray();
        producer.send(new ProducerRecord<>(Topics.CALIBRATION, Topics.latchedKey(rig, "front"), value))
                .get();
    }

    private void send() {
        Stamp now = Stamp.of(Instant.now());
        byte[] image = CompressedImage.newBuilder()
                .setTimestamp(now.toTimestamp())
                .setFormat("jpeg")
                .setData(ByteString.copyFromUtf8("image"))
                .build()
                .toByteArray();
        sending.forEach(
                one -> producer.send(new ProducerRecord<>(one.get(1), null, now.toMillis(), one.get(0), image)));
    }

    private void await(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what + " " + server.topics()).isLessThan(end);
            Thread.sleep(20);
        }
    }

    private boolean offers(String topic) {
        return server.topics().contains(topic);
    }

    /** Lets minutes pass in steps in which the feed hears who still sends. */
    private void letPass(long minutes) throws InterruptedException {
        for (long half = 0; half < 2 * minutes; half++) {
            skipped.addAndGet(TimeUnit.SECONDS.toNanos(30));
            Thread.sleep(500); // the feed listens for two seconds of real time
        }
    }

    @Test
    void channelsComeWithTheirRigsAndEndWhenTheseAreGone() throws Exception {
        sending.add(List.of("fleet-1", "fleet.rgb"));
        await("the first rig", () -> offers("fleet-1/fleet.rgb"));
        await("its calibration came before", () -> offers("fleet-1/" + Topics.CALIBRATION));
        assertThat(offers("fleet-gone/" + Topics.CALIBRATION))
                .as("a rig that sends nothing")
                .isFalse();
        sending.add(List.of("fleet-2", "fleet.rgb"));
        sending.add(List.of("fleet-2", "fleet.nir"));
        skipped.addAndGet(TimeUnit.SECONDS.toNanos(30));
        await("a second rig, though nobody has subscribed", () -> offers("fleet-2/fleet.nir"));

        sending.remove(List.of("fleet-1", "fleet.rgb"));
        sending.remove(List.of("fleet-2", "fleet.nir"));
        Thread.sleep(300); // what was sent has been read
        letPass(RigNames.GONE.toMinutes() - 1);
        assertThat(server.topics()).as("not gone for long enough").contains("fleet-1/fleet.rgb");
        letPass(2);
        await("all of the first rig", () -> server.topics().stream().noneMatch(topic -> topic.startsWith("fleet-1/")));
        await("a sensor of the second", () -> !offers("fleet-2/fleet.nir"));
        assertThat(offers("fleet-2/fleet.rgb")).as("what still sends").isTrue();

        sending.add(List.of("fleet-1", "fleet.rgb"));
        skipped.addAndGet(TimeUnit.SECONDS.toNanos(30));
        await("it is back", () -> offers("fleet-1/fleet.rgb"));
        await("with its calibration", () -> offers("fleet-1/" + Topics.CALIBRATION));
    }

    private static RigConfig config() {
        RigConfig defaults = RigConfig.DEFAULTS;
        return new RigConfig(
                List.of("fleet-*"),
                "fixed",
                defaults.sync(),
                List.of(
                        new RigConfig.Sensor("rgb", "rgb", "fleet.rgb", null, 10, null, false, null, null),
                        new RigConfig.Sensor("nir", "rgb", "fleet.nir", null, 10, null, false, null, null)),
                defaults.health(),
                MaskPolicy.NONE,
                defaults.accelerator(),
                defaults.output(),
                defaults.maxFrameBytes(),
                Map.of("bootstrap.servers", BROKER.bootstrap()));
    }
}
