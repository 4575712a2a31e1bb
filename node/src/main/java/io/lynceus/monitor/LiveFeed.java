package io.lynceus.monitor;

import com.google.protobuf.InvalidProtocolBufferException;
import io.lynceus.dataset.LabelRaster;
import io.lynceus.proto.v1.Comparison;
import io.lynceus.proto.v1.Label;
import io.lynceus.proto.v1.NodeStatus;
import io.lynceus.proto.v1.PlayerStatus;
import io.lynceus.proto.v1.Segmentation;
import io.lynceus.proto.v1.SensorHealth;
import io.lynceus.rig.RigConfig;
import io.lynceus.rig.RigNames;
import io.lynceus.settings.Json;
import io.lynceus.stream.Calibrations;
import io.lynceus.stream.FrameViewer;
import io.lynceus.stream.kafka.CalibrationTopics;
import io.lynceus.stream.kafka.KafkaSettings;
import io.lynceus.stream.kafka.TopicFollower;
import io.lynceus.wire.Stamp;
import io.lynceus.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what a node publishes, and the sensors' frames while a page is open, and sends updates to the pages. It is an ordinary
 * consumer: it works beside a node in this process or elsewhere, and cannot delay one.
 *
 * <p>Threads: one of its own reads, decodes and sends; all methods may be called from any thread.
 */
final class LiveFeed implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LiveFeed.class);
    private static final Duration POLL = Duration.ofMillis(20);
    /** At most ten pictures a second, with room for jitter. */
    private static final long BETWEEN_UPDATES_NANOS = 90_000_000L;
    /**
     * Pause before a rig's next update, in multiples of the time that an update takes: on a busy machine, pages get fewer updates.
     */
    private static final int REST = 10;
    /** The first update loads libraries; a page must not stand still for ten times as long. */
    private static final long LONGEST_REST_NANOS = 1_000_000_000L;

    /**
     * Where labels of sets come from.
     *
     * @param known by the stamps of sets, where this process has the recording
     * @param classNames of the model, which labels that come by topic must have
     */
    record LabelSource(Function<Stamp, Optional<LabelRaster>> known, List<String> classNames) {}

    private static final Set<String> LATCHED = Set.of(Topics.CALIBRATION, Topics.TRANSFORMS);

    /** A set waits so long for its label, where labels come. */
    private static final long LABEL_NANOS = 300_000_000L;

    /** Time between two looks for topics that were created later. */
    private static final long LOOK_AGAIN_NANOS = 3_000_000_000L;

    private final RigConfig config;
    private final Calibrations calibrations;
    private final Clock clock;
    private final OpenPageStreams audience = new OpenPageStreams(System::nanoTime);
    private final RigNames names;
    private final Map<String, RigView> rigs = new ConcurrentSkipListMap<>();
    /** Monotonic time of the last record of each rig that is named by a pattern. */
    private final Map<String, Long> heard = new HashMap<>();

    private final Function<String, RigView> newView;
    private final Map<String, RigConfig.Sensor> sensors = new HashMap<>();
    /** The newest set of each rig that no page was told of. */
    private final Map<String, NewSet> newest = new LinkedHashMap<>();
    /** Monotonic time of each rig's next update. */
    private final Map<String, Long> next = new HashMap<>();

    /** @param came monotonic time */
    private record NewSet(Segmentation set, long came) {}

    private volatile boolean hasComparisons;

    private final Nodes nodes;
    private final TopicFollower follower;

    /**
     * Starts to read.
     *
     * @param calibrations kept fresh here, for the viewer
     * @param labels of sets
     */
    LiveFeed(
            RigConfig config,
            KafkaSettings kafka,
            FrameViewer viewer,
            Calibrations calibrations,
            LabelSource labels,
            Clock clock) {
        this.config = config;
        this.calibrations = calibrations;
        this.follower = new TopicFollower("monitor-feed", "The page", kafka, LOG, this::follow);
        this.clock = clock;
        this.nodes = new Nodes(config.rigs());
        this.names = RigNames.of(config.rigs());
        this.newView = rig -> new RigView(
                rig,
                config.sensors(),
                viewer,
                labels.known(),
                new ReceivedLabels(rig, labels.classNames(), config.sync().tolerance()));
        names.ids().forEach(rig -> rigs.put(rig, newView.apply(rig)));
        config.sensors().forEach(sensor -> sensors.put(sensor.topic(), sensor));
    }

    void start() {
        follower.start();
    }

    OpenPageStreams audience() {
        return audience;
    }

    /** Returns the rigs that can be shown: those of the rig file, and those that were heard of and match its patterns. */
    List<String> rigs() {
        List<String> all = new ArrayList<>(names.ids());
        rigs.keySet().stream().filter(rig -> !names.expect(rig)).forEach(all::add);
        return all;
    }

    Optional<RigView> rig(String id) {
        return Optional.ofNullable(rigs.get(id));
    }

    /** Returns true if there are topics by which nodes may be asked for second masks. */
    boolean hasComparisons() {
        return hasComparisons;
    }

    /** Returns what the player of a rig said last, if it takes commands. */
    Optional<PlayerStatus> player(String id) {
        return rig(id).flatMap(view -> view.control(now()));
    }

    /** Returns what the nodes of these rigs have counted so far. */
    Accounts accounts() {
        return Accounts.of(nodes.at(now()));
    }

    @Override
    public void close() {
        follower.close();
    }

    private void follow(KafkaConsumer<String, byte[]> consumer, BooleanSupplier isOpen) {
        boolean watching = false;
        long looked = System.nanoTime() - LOOK_AGAIN_NANOS;
        while (isOpen.getAsBoolean()) {
            boolean wanted = !audience.isEmpty();
            if (wanted != watching || System.nanoTime() - looked >= LOOK_AGAIN_NANOS) {
                watching = wanted;
                looked = System.nanoTime();
                assign(consumer, watching);
                forgetGone();
            }
            for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                if (LATCHED.contains(record.topic())) {
                    CalibrationTopics.take(record.topic(), record.key(), record.value(), calibrations);
                } else if (record.value() != null) {
                    take(record);
                }
            }
            newest.entrySet().removeIf(rig -> tell(rig.getKey(), rig.getValue()));
            rigs.forEach(this::compare);
        }
    }

    /** Reads results always, and frames while a page is open. Players may come later. */
    private void assign(KafkaConsumer<String, byte[]> consumer, boolean watching) {
        Set<String> wanted =
                new HashSet<>(Set.of(config.output().masks(), config.output().health(), Topics.PLAYERS, Topics.STATUS));
        wanted.addAll(LATCHED);
        if (watching) {
            wanted.addAll(sensors.keySet());
            wanted.add(Topics.LABELS);
            wanted.add(Topics.COMPARISONS);
        } else {
            rigs.values().forEach(RigView::forgetFrames);
        }
        Set<TopicPartition> all = new HashSet<>();
        Map<String, List<PartitionInfo>> there = consumer.listTopics();
        hasComparisons = there.containsKey(Topics.COMPARISONS) && there.containsKey(Topics.COMPARISON_REQUESTS);
        there.forEach((topic, partitions) -> {
            if (wanted.contains(topic)) {
                partitions.forEach(info -> all.add(new TopicPartition(topic, info.partition())));
            }
        });
        Set<TopicPartition> fresh = new HashSet<>(all);
        fresh.removeAll(consumer.assignment());
        consumer.assign(all);
        if (!fresh.isEmpty()) {
            begin(consumer, fresh);
        }
    }

    /** Sets the start positions: frames and masks from now on, the timeline from an hour ago, calibrations from the beginning. */
    private void begin(KafkaConsumer<String, byte[]> consumer, Set<TopicPartition> fresh) {
        consumer.seekToEnd(fresh);
        List<TopicPartition> latched = fresh.stream()
                .filter(partition -> LATCHED.contains(partition.topic()))
                .toList();
        if (!latched.isEmpty()) { // an empty list would mean all that the consumer reads
            consumer.seekToBeginning(latched);
        }
        Map<TopicPartition, Long> hourAgo = new HashMap<>();
        fresh.stream()
                .filter(partition -> partition.topic().equals(config.output().health()))
                .forEach(partition -> hourAgo.put(
                        partition, now().plusNanos(-Timeline.HOUR_NANOS).toMillis()));
        for (Map.Entry<TopicPartition, OffsetAndTimestamp> found :
                consumer.offsetsForTimes(hourAgo).entrySet()) {
            if (found.getValue() != null) {
                consumer.seek(found.getKey(), found.getValue().offset());
            }
        }
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        RigView rig = record.key() == null || record.topic().equals(Topics.STATUS) ? null : view(record.key());
        try {
            if (record.topic().equals(Topics.STATUS)) {
                nodes.said(NodeStatus.parseFrom(record.value()));
            } else if (rig != null) {
                take(record, rig);
            }
        } catch (InvalidProtocolBufferException e) {
            LOG.warn(
                    "{}-{}@{} is not a node's: {}; the page leaves it out",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    e.getMessage());
        }
    }

    private @Nullable RigView view(String key) {
        String rig = Topics.rigOf(key);
        if (names.expect(rig) || !names.include(rig)) {
            return rigs.get(rig);
        }
        heard.put(rig, System.nanoTime());
        return rigs.computeIfAbsent(rig, newView);
    }

    /** Forgets rigs that are named by a pattern and have sent nothing for long. */
    private void forgetGone() {
        long now = System.nanoTime();
        heard.values().removeIf(last -> now - last > RigNames.GONE.toNanos());
        rigs.keySet().removeIf(rig -> !names.expect(rig) && !heard.containsKey(rig));
        next.keySet().retainAll(rigs.keySet());
    }

    private void take(ConsumerRecord<String, byte[]> record, RigView rig) throws InvalidProtocolBufferException {
        RigConfig.Sensor sensor = sensors.get(record.topic());
        if (sensor != null) {
            rig.frame(sensor, new SensorView.Payload(record.timestamp(), record.value()));
        } else if (record.topic().equals(Topics.PLAYERS)) {
            rig.controlledBy(PlayerStatus.parseFrom(record.value()));
        } else if (record.topic().equals(Topics.COMPARISONS)) {
            rig.compared(Comparison.parseFrom(record.value()));
        } else if (record.topic().equals(Topics.LABELS)) {
            rig.labelled(Label.parseFrom(record.value()));
        } else if (record.topic().equals(config.output().health())) {
            rig.timeline().add(SensorHealth.parseFrom(record.value()));
        } else {
            Segmentation set = Segmentation.parseFrom(record.value());
            rig.segmented(set);
            newest.put(record.key(), new NewSet(set, System.nanoTime()));
        }
    }

    /** Tells the pages of a set, unless that is too early; returns false if the set should wait for its label. */
    private boolean tell(String id, NewSet made) {
        long nanos = System.nanoTime();
        Long due = next.get(id);
        RigView rig = rigs.get(id);
        if (rig == null || !audience.watches(id) || (due != null && nanos - due < 0)) {
            return true;
        }
        if (nanos - made.came < LABEL_NANOS && rig.awaitsLabel(made.set)) {
            return false;
        }
        audience.tell(
                id, Json.text(rig.update(made.set, now(), accounts().sets())).getBytes(StandardCharsets.UTF_8));
        long spent = System.nanoTime() - nanos;
        next.put(id, nanos + Math.max(BETWEEN_UPDATES_NANOS, spent + Math.min(REST * spent, LONGEST_REST_NANOS)));
        return true;
    }

    private void compare(String id, RigView rig) {
        rig.comparison()
                .ifPresent(compared -> audience.tellBeside(
                        id, Json.text(Map.of("comparison", compared)).getBytes(StandardCharsets.UTF_8)));
    }

    private Stamp now() {
        return Stamp.of(clock.instant());
    }
}
