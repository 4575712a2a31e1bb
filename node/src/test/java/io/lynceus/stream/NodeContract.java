package io.lynceus.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.dataset.Frame;
import io.lynceus.dataset.KittiRaw;
import io.lynceus.dataset.Latched;
import io.lynceus.dataset.Recording;
import io.lynceus.monitor.Monitor;
import io.lynceus.proto.v1.Contribution;
import io.lynceus.proto.v1.DeadLetter;
import io.lynceus.proto.v1.Segmentation;
import io.lynceus.segment.Batcher;
import io.lynceus.sync.Outcome.Fate;
import io.lynceus.wire.Stamp;
import io.lynceus.wire.Topics;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node does between real topics, whatever broker they are on. Every test has topics of its own. */
abstract class NodeContract {
    private static final AtomicInteger RUN = new AtomicInteger();
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @TempDir
    Path folder;

    abstract String bootstrap();

    private final int run = RUN.incrementAndGet();

    private RigConfig config(RigConfig.Mode mode) {
        return Rigs.of(mode, Integer.toString(run), bootstrap());
    }

    private Node start(RigConfig config) throws InterruptedException {
        return Node.start(
                config,
                new KafkaSettings(config, Map.of()),
                new Batcher(new FixedSegmenter(), 1, System::nanoTime),
                new Node.Options("node-" + run, 1, folder.toString()),
                Clock.systemUTC());
    }

    private void createTopics(RigConfig config, int partitions) throws InterruptedException {
        try (Admin admin = Admin.create(new KafkaSettings(config, Map.of()).admin())) {
            new TopicPlan(config).create(admin, partitions);
        }
    }

    private KafkaProducer<String, byte[]> producer(RigConfig config) {
        return new KafkaProducer<>(
                new KafkaSettings(config, Map.of()).producer(), new StringSerializer(), new ByteArraySerializer());
    }

    private void play(Recording recording, String rig, KafkaProducer<String, byte[]> producer) {
        for (Latched latched : recording.latched()) {
            producer.send(
                    new ProducerRecord<>(latched.topic(), Topics.latchedKey(rig, latched.frameId()), latched.value()));
        }
        producer.flush();
        recording.frames(recording.start()).forEachRemaining(frame -> send(frame, rig, producer));
        producer.flush();
    }

    private void send(Frame frame, String rig, KafkaProducer<String, byte[]> producer) {
        producer.send(new ProducerRecord<>(
                run + "." + frame.channel().sensor(), null, frame.stamp().toMillis(), rig, frame.value()));
    }

    private interface Reading<T> {
        T from(byte[] value) throws Exception;
    }

    private <T> List<T> read(RigConfig config, String topic, int count, Reading<T> reading) throws Exception {
        List<T> messages = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                new KafkaSettings(config, Map.of()).consumer(),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(p -> new TopicPartition(topic, p.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (messages.size() < count && System.nanoTime() < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    messages.add(reading.from(record.value()));
                }
            }
        }
        return messages;
    }

    private static void assertBalanced(Tally tally) {
        for (String sensor : tally.sensors()) {
            long ended = Arrays.stream(Fate.values())
                    .mapToLong(f -> tally.count(sensor, f))
                    .sum();
            assertThat(tally.receivedCount(sensor)).as(sensor).isEqualTo(ended + tally.pending(sensor));
        }
    }

    @Test
    void aReplayInCompleteModeGivesAMaskForEverySetOfEveryRig() throws Exception {
        RigConfig config = config(RigConfig.Mode.COMPLETE);
        createTopics(config, 2);
        try (KafkaProducer<String, byte[]> producer = producer(config);
                Recording first = Rigs.street(1, Duration.ofSeconds(6));
                Recording second = Rigs.street(2, Duration.ofSeconds(6));
                Node node = start(config)) {
            play(first, "a", producer);
            play(second, "b", producer);
            // The end of a stream is no proof that nothing more comes, so the last sets keep waiting.
            List<Segmentation> masks = read(config, config.output().masks(), 2 * 35, Segmentation::parseFrom);
            Map<String, List<Segmentation>> byRig = masks.stream().collect(Collectors.groupingBy(Segmentation::getRig));
            assertThat(byRig.keySet()).containsExactlyInAnyOrder("a", "b");
            byRig.values().forEach(rig -> {
                assertThat(rig).hasSizeGreaterThanOrEqualTo(35).allMatch(Segmentation::getComplete);
                assertThat(rig.stream().map(s -> Stamp.of(s.getTimestamp())).toList())
                        .isSorted()
                        .doesNotHaveDuplicates();
                assertThat(MaskMessages.unpack(rig.get(0).getClasses())[0]).isEqualTo((byte) 4);
                assertThat(rig.get(0).getExpectedMiou()).isEqualTo(0.75f);
            });
            assertBalanced(node.tally());
        }
    }

    @Test
    void whatCannotBeReadGoesToTheDeadLettersAndNothingElseIsLost() throws Exception {
        RigConfig config = config(RigConfig.Mode.COMPLETE);
        createTopics(config, 1);
        try (KafkaProducer<String, byte[]> producer = producer(config);
                Recording street = Rigs.street(3, Duration.ofSeconds(6));
                Node node = start(config)) {
            byte[] random = "these bytes are no image".getBytes(StandardCharsets.UTF_8);
            producer.send(
                    new ProducerRecord<>(run + ".rgb", null, street.start().toMillis(), "a", random));
            producer.send(
                    new ProducerRecord<>(run + ".rgb", null, street.start().toMillis(), "nobody", random));
            play(street, "a", producer);
            List<DeadLetter> letters = read(config, config.output().deadLetters(), 2, DeadLetter::parseFrom);
            assertThat(letters).extracting(DeadLetter::getOffset).containsExactlyInAnyOrder(0L, 1L);
            assertThat(letters)
                    .allMatch(letter -> letter.getTopic().equals(run + ".rgb") && letter.getPartition() == 0);
            assertThat(letters).anyMatch(letter -> letter.getReason().contains("'nobody' is no rig"));
            List<Segmentation> masks = read(config, config.output().masks(), 35, Segmentation::parseFrom);
            assertThat(masks).hasSizeGreaterThanOrEqualTo(35);
            assertThat(node.tally().count("rgb", Fate.MALFORMED)).isEqualTo(2);
            assertBalanced(node.tally());
        }
    }

    @Test
    void aRestartedNodeFinishesTheSetsThatWereWaiting() throws Exception {
        RigConfig config = config(RigConfig.Mode.COMPLETE);
        createTopics(config, 1);
        try (KafkaProducer<String, byte[]> producer = producer(config);
                Recording street = Rigs.street(4, Duration.ofSeconds(8))) {
            List<Frame> frames = new ArrayList<>();
            street.frames(street.start()).forEachRemaining(frames::add);
            int half = frames.size() / 2;
            try (Node node = start(config)) {
                street.latched()
                        .forEach(l -> producer.send(
                                new ProducerRecord<>(l.topic(), Topics.latchedKey("a", l.frameId()), l.value())));
                producer.flush();
                frames.subList(0, half).forEach(frame -> send(frame, "a", producer));
                producer.flush();
                read(config, config.output().masks(), 15, Segmentation::parseFrom);
            }
            try (Node node = start(config)) {
                frames.subList(half, frames.size()).forEach(frame -> send(frame, "a", producer));
                producer.flush();
                List<Segmentation> masks = read(config, config.output().masks(), 55, Segmentation::parseFrom);
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
    void theMonitorOfARunningNodeIsReadyAndCountsUntilItStops() throws Exception {
        RigConfig config = config(RigConfig.Mode.COMPLETE);
        createTopics(config, 1);
        try (KafkaProducer<String, byte[]> producer = producer(config);
                Recording street = Rigs.street(6, Duration.ofSeconds(4));
                Monitor monitor = Monitor.start("127.0.0.1", 0)) {
            try (Node node = start(config)) {
                monitor.attach(node);
                assertThat(page(monitor, "/readyz")).contains("\"ready\":true");
                play(street, "a", producer);
                read(config, config.output().masks(), 15, Segmentation::parseFrom);
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
        createTopics(config, 1);
        try (KafkaProducer<String, byte[]> producer = producer(config);
                Recording street = Rigs.street(5, Duration.ofSeconds(8));
                Node node = start(config)) {
            street.frames(street.start()).forEachRemaining(frame -> {
                if (!frame.channel().sensor().equals("lidar")) {
                    send(frame, "a", producer);
                }
            });
            producer.flush();
            List<Segmentation> masks = read(config, config.output().masks(), 40, Segmentation::parseFrom);
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
        assertThatThrownBy(() -> start(config)).hasMessageContaining("topic " + run + ".rgb does not exist");
        createTopics(config, 1);
        try (Admin admin = Admin.create(new KafkaSettings(config, Map.of()).admin())) {
            admin.createPartitions(Map.of(run + ".rgb", NewPartitions.increaseTo(3)))
                    .all()
                    .get();
            Thread.sleep(300); // metadata of the new partitions
        }
        assertThatThrownBy(() -> start(config))
                .hasMessageContaining("same number of partitions")
                .hasMessageContaining("raise to 3");
    }

    @Test
    void tooSmallMessagesAreRefusedAtStartWithWhatToChange() throws Exception {
        RigConfig config = config(RigConfig.Mode.LIVE);
        createTopics(config, 1);
        ConfigResource rgb = new ConfigResource(ConfigResource.Type.TOPIC, run + ".rgb");
        try (Admin admin = Admin.create(new KafkaSettings(config, Map.of()).admin())) {
            admin.incrementalAlterConfigs(Map.of(
                            rgb,
                            List.of(new AlterConfigOp(
                                    new ConfigEntry("max.message.bytes", "1000000"), AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
        }
        assertThatThrownBy(() -> start(config))
                .hasMessageContaining(run + ".rgb has max.message.bytes=1000000")
                .hasMessageContaining("raise the topic's setting");
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
                                : new RigConfig.Sensor("lidar", "lidar", s.topic(), null, 10, null, false, "velodyne"))
                        .toList(),
                four.health(),
                four.accelerator(),
                four.output(),
                four.maxFrameBytes(),
                four.kafka());
        createTopics(config, 1);
        try (KafkaProducer<String, byte[]> producer = producer(config);
                Recording drive = KittiRaw.open(kitti);
                Node node = start(config)) {
            assertThat(drive.channels()).extracting(c -> c.sensor()).contains("rgb", "lidar");
            play(drive, "a", producer);
            List<Segmentation> masks = read(config, config.output().masks(), 12, Segmentation::parseFrom);
            assertThat(masks).hasSize(12).allMatch(Segmentation::getComplete);
            assertBalanced(node.tally());
        }
    }
}
