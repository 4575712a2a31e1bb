package io.lynceus.command;

import io.lynceus.bus.KafkaFrameSink;
import io.lynceus.bus.RecordingRig;
import io.lynceus.dataset.LabelRaster;
import io.lynceus.dataset.RecordedFrame;
import io.lynceus.dataset.SegmentClass;
import io.lynceus.dataset.deliver.DeliverDataset;
import io.lynceus.play.Restamp;
import io.lynceus.proto.v1.Comparison;
import io.lynceus.proto.v1.Contribution;
import io.lynceus.proto.v1.Label;
import io.lynceus.proto.v1.NodeStatus;
import io.lynceus.proto.v1.Raster;
import io.lynceus.proto.v1.Segmentation;
import io.lynceus.proto.v1.SensorHealth;
import io.lynceus.proto.v1.SensorState;
import io.lynceus.rig.RigConfig;
import io.lynceus.stream.kafka.KafkaSettings;
import io.lynceus.stream.kafka.TopicPlan;
import io.lynceus.stream.message.MaskMessages;
import io.lynceus.street.StreetOptions;
import io.lynceus.street.StreetRecording;
import io.lynceus.wire.Stamp;
import io.lynceus.wire.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Publishes what a node of the street would, without a network: masks are the street's labels, and the test says how the sensors
 * are and whether the node is there. It shows one moment again and again, which costs next to nothing.
 */
final class StagedNode implements AutoCloseable {
    private static final long PERIOD_MILLIS = 250;
    private static final int SIDE = 128;
    private static final float FULL = 0.61f;
    private static final float LESS = 0.34f;

    private final String rig;
    private final RigConfig config;
    private final KafkaSettings kafka;
    private final KafkaFrameSink sink;
    private final KafkaProducer<String, byte[]> results;
    private final List<RecordedFrame> frames = new ArrayList<>();
    private final LabelRaster label;
    private final Raster mask;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final Map<String, SensorState> states = new ConcurrentHashMap<>();
    private volatile boolean isGone;
    private volatile boolean isQuiet = true;
    private volatile String unfit = "";
    private volatile boolean sendsLabels;
    private volatile String comparedWithout = "";

    /** @param named in the rig file: the rig's id, or a pattern */
    StagedNode(String bootstrap, String named, String rig) throws Exception {
        this.rig = rig;
        StreetOptions options = StreetOptions.defaults().withSize(SIDE, SIDE).withDuration(Duration.ofMillis(100));
        try (StreetRecording street = new StreetRecording(options)) {
            config = RecordingRig.of(named, street, bootstrap);
            street.frames(street.start()).forEachRemaining(frames::add);
            label = street.labels().orElseThrow().at(street.start()).orElseThrow();
            mask = MaskMessages.pack(label.classIds(), SIDE, SIDE, RigConfig.MaskEncoding.DEFLATE);
            kafka = new KafkaSettings(config, Map.of());
            try (Admin admin = Admin.create(kafka.admin())) {
                new TopicPlan(config).withLabels().create(admin, 1);
            }
            sink = new KafkaFrameSink(rig, kafka.producer());
            street.latched().forEach(sink::latch);
        }
        results = new KafkaProducer<>(kafka.producer(), new StringSerializer(), new ByteArraySerializer());
        config.sensors().forEach(sensor -> states.put(sensor.name(), SensorState.SENSOR_STATE_OK));
        var unused = thread.scheduleWithFixedDelay(this::tick, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    RigConfig config() {
        return config;
    }

    KafkaSettings kafka() {
        return kafka;
    }

    /** Returns the label of every set, as if a person had labelled the lower half alone. */
    Optional<LabelRaster> label(Stamp set) {
        byte[] ids = label.classIds().clone();
        Arrays.fill(ids, 0, ids.length / 2, (byte) 255);
        return Optional.of(new LabelRaster(label.width(), label.height(), ids));
    }

    /** Lets the frames and masks flow. */
    void open() {
        isQuiet = false;
    }

    void set(String sensor, SensorState state) {
        SensorState before = states.put(sensor, state);
        SensorHealth change = SensorHealth.newBuilder()
                .setTimestamp(now().toTimestamp())
                .setRig(rig)
                .setSensor(sensor)
                .setFrom(before)
                .setTo(state)
                .setReason(reason(state))
                .build();
        send(config.output().health(), Topics.latchedKey(rig, sensor), change.toByteArray());
    }

    /** The rig's policy refuses its masks from now on; empty if it does not. */
    void unfit(String reason) {
        unfit = reason;
    }

    /** Sends the true classes of each set by topic, as a replay does. */
    void sendLabels() {
        sendsLabels = true;
    }

    /** Makes second masks without a sensor from now on, which are wrong everywhere. */
    void compare(String without) {
        comparedWithout = without;
    }

    /** The process has died, or is there again. */
    void gone(boolean gone) {
        isGone = gone;
    }

    private static String reason(SensorState state) {
        return state == SensorState.SENSOR_STATE_OK ? "" : "no frame for 513 ms, allowed are 500";
    }

    private static Stamp now() {
        return Stamp.of(Instant.now());
    }

    private void tick() {
        if (isQuiet) {
            return;
        }
        Stamp stamp = now();
        for (RecordedFrame frame : frames) {
            if (states.get(frame.channel().sensor()) == SensorState.SENSOR_STATE_OK) {
                sink.send(Restamp.at(frame, stamp));
            }
        }
        if (!isGone) {
            publish(stamp);
        }
    }

    private void publish(Stamp stamp) {
        boolean full = states.values().stream().allMatch(state -> state == SensorState.SENSOR_STATE_OK);
        Segmentation.Builder set = Segmentation.newBuilder()
                .setTimestamp(stamp.toTimestamp())
                .setRig(rig)
                .setClasses(mask)
                .setExpectedMiou(full ? FULL : LESS)
                .setFullMiou(FULL)
                .setUnfitReason(unfit)
                .setComplete(full);
        new TreeMap<>(states).forEach((sensor, state) -> set.addContributions(contribution(sensor, state)));
        send(config.output().masks(), rig, set.build().toByteArray());
        if (sendsLabels) {
            Label truth = Label.newBuilder()
                    .setTimestamp(stamp.toTimestamp())
                    .setRig(rig)
                    .setClasses(MaskMessages.pack(label.classIds(), SIDE, SIDE, RigConfig.MaskEncoding.DEFLATE))
                    .addAllClassNames(DeliverDataset.CLASSES.classes().stream()
                            .map(SegmentClass::name)
                            .toList())
                    .build();
            send(Topics.LABELS, rig, truth.toByteArray());
        }
        if (!comparedWithout.isEmpty()) {
            byte[] wrong = new byte[SIDE * SIDE];
            Arrays.fill(wrong, (byte) 3);
            Comparison second = Comparison.newBuilder()
                    .setTimestamp(stamp.toTimestamp())
                    .setRig(rig)
                    .setWithout(comparedWithout)
                    .setClasses(MaskMessages.pack(wrong, SIDE, SIDE, RigConfig.MaskEncoding.DEFLATE))
                    .setConfidence(MaskMessages.pack(
                            new byte[SIDE * SIDE / 16], SIDE / 4, SIDE / 4, RigConfig.MaskEncoding.DEFLATE))
                    .setExpectedMiou(LESS)
                    .build();
            send(Topics.COMPARISONS, rig, second.toByteArray());
        }
        NodeStatus status = NodeStatus.newBuilder()
                .setTimestamp(stamp.toTimestamp())
                .setNode("staged")
                .addAllRigs(config.rigs())
                .build();
        send(Topics.STATUS, "staged", status.toByteArray());
    }

    private static Contribution contribution(String sensor, SensorState state) {
        boolean well = state == SensorState.SENSOR_STATE_OK;
        return Contribution.newBuilder()
                .setSensor(sensor)
                .setState(state)
                .setReason(reason(state))
                .setUsed(well)
                .setMatched(well)
                .addRouting(well ? 0.5f : 0)
                .build();
    }

    private void send(String topic, String key, byte[] value) {
        var unused = results.send(new ProducerRecord<>(topic, key, value));
    }

    @Override
    public void close() throws InterruptedException {
        thread.shutdown();
        boolean unused = thread.awaitTermination(1, TimeUnit.MINUTES);
        sink.close();
        results.close();
    }
}
