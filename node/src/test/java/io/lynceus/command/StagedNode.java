package io.lynceus.command;

import io.lynceus.bus.KafkaFrameSink;
import io.lynceus.bus.RecordingRig;
import io.lynceus.dataset.LabelRaster;
import io.lynceus.dataset.Latched;
import io.lynceus.dataset.RecordedFrame;
import io.lynceus.play.FrameFilter;
import io.lynceus.play.FrameSink;
import io.lynceus.play.PlayClock;
import io.lynceus.play.PlayOptions;
import io.lynceus.play.Player;
import io.lynceus.proto.v1.Contribution;
import io.lynceus.proto.v1.NodeStatus;
import io.lynceus.proto.v1.Segmentation;
import io.lynceus.proto.v1.SensorHealth;
import io.lynceus.proto.v1.SensorState;
import io.lynceus.stream.MaskMessages;
import io.lynceus.stream.RigConfig;
import io.lynceus.stream.kafka.KafkaSettings;
import io.lynceus.stream.kafka.TopicPlan;
import io.lynceus.street.StreetOptions;
import io.lynceus.street.StreetRecording;
import io.lynceus.wire.Stamp;
import io.lynceus.wire.Topics;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Publishes what a node of the street would, without a network: masks are the street's labels, and the test says how the sensors
 * are and whether the node is there.
 */
final class StagedNode implements FrameSink, AutoCloseable {
    static final String RIG = "street";
    private static final double HERTZ = 4;
    private static final int SIDE = 128;
    private static final float FULL = 0.61f;
    private static final float LESS = 0.34f;

    private final StreetRecording street = new StreetRecording(
            StreetOptions.defaults().withSize(SIDE, SIDE).withRates(StreetOptions.Rates.all(HERTZ)));
    private final RigConfig config;
    private final KafkaSettings kafka;
    private final KafkaFrameSink frames;
    private final KafkaProducer<String, byte[]> results;
    private final Player player;
    private final Thread thread;
    private final Map<String, SensorState> states = new ConcurrentHashMap<>();
    private volatile boolean isGone;
    private volatile boolean isQuiet = true;
    private volatile String unfit = "";

    StagedNode(String bootstrap) throws Exception {
        config = RecordingRig.of(RIG, street, bootstrap);
        kafka = new KafkaSettings(config, Map.of());
        try (Admin admin = Admin.create(kafka.admin())) {
            new TopicPlan(config).create(admin, 1);
        }
        frames = new KafkaFrameSink(RIG, kafka.producer());
        results = new KafkaProducer<>(kafka.producer(), new StringSerializer(), new ByteArraySerializer());
        player = new Player(street, this, FrameFilter.NONE, PlayOptions.live(), PlayClock.system());
        thread = new Thread(this::play, "staged-node");
        config.sensors().forEach(sensor -> states.put(sensor.name(), SensorState.SENSOR_STATE_OK));
        thread.start();
    }

    RigConfig config() {
        return config;
    }

    KafkaSettings kafka() {
        return kafka;
    }

    Optional<LabelRaster> label(Stamp set) {
        return street.labels()
                .flatMap(labels -> labels.at(player.timeline().recorded(set)))
                .map(StagedNode::halfUnknown);
    }

    /** As if a person had labelled the lower half alone. */
    private static LabelRaster halfUnknown(LabelRaster label) {
        byte[] ids = label.classIds().clone();
        java.util.Arrays.fill(ids, 0, ids.length / 2, (byte) 255);
        return new LabelRaster(label.width(), label.height(), ids);
    }

    /** Lets the frames and masks flow. */
    void open() {
        isQuiet = false;
    }

    void set(String sensor, SensorState state) {
        SensorState before = states.put(sensor, state);
        SensorHealth change = SensorHealth.newBuilder()
                .setTimestamp(Stamp.of(java.time.Instant.now()).toTimestamp())
                .setRig(RIG)
                .setSensor(sensor)
                .setFrom(before)
                .setTo(state)
                .setReason(reason(state))
                .build();
        send(config.output().health(), Topics.latchedKey(RIG, sensor), change.toByteArray());
    }

    /** The rig's policy refuses its masks from now on; empty if it does not. */
    void unfit(String reason) {
        unfit = reason;
    }

    /** The process has died, or is there again. */
    void gone(boolean gone) {
        isGone = gone;
    }

    private static String reason(SensorState state) {
        return state == SensorState.SENSOR_STATE_OK ? "" : "no frame for 513 ms, allowed are 500";
    }

    private void play() {
        try {
            player.play(progress -> {});
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the test is over
        }
    }

    @Override
    public void latch(Latched message) {
        frames.latch(message);
    }

    @Override
    public void send(RecordedFrame frame) {
        if (isQuiet) {
            return;
        }
        if (states.get(frame.channel().sensor()) == SensorState.SENSOR_STATE_OK) {
            frames.send(frame);
        }
        if (frame.channel().sensor().equals("depth") && !isGone) {
            publish(frame.stamp());
        }
    }

    private void publish(Stamp stamp) {
        boolean full = states.values().stream().allMatch(state -> state == SensorState.SENSOR_STATE_OK);
        LabelRaster mask = street.labels()
                .orElseThrow()
                .at(player.timeline().recorded(stamp))
                .orElseThrow();
        Segmentation.Builder set = Segmentation.newBuilder()
                .setTimestamp(stamp.toTimestamp())
                .setRig(RIG)
                .setClasses(MaskMessages.pack(mask.classIds(), SIDE, SIDE, RigConfig.MaskEncoding.DEFLATE))
                .setExpectedMiou(full ? FULL : LESS)
                .setFullMiou(FULL)
                .setUnfitReason(unfit)
                .setComplete(full);
        new TreeMap<>(states).forEach((sensor, state) -> set.addContributions(contribution(sensor, state)));
        send(config.output().masks(), RIG, set.build().toByteArray());
        NodeStatus status = NodeStatus.newBuilder()
                .setTimestamp(stamp.toTimestamp())
                .setNode("staged")
                .addRigs(RIG)
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
        player.stop();
        thread.join();
        frames.close();
        results.close();
        street.close();
    }
}
