package io.lynceus.stream;

import com.google.protobuf.MessageLite;
import io.lynceus.health.Transition;
import io.lynceus.proto.v1.DeadLetter;
import io.lynceus.proto.v1.Segmentation;
import io.lynceus.proto.v1.SensorHealth;
import io.lynceus.segment.ModelCard;
import io.lynceus.sync.FrameRef;
import io.lynceus.sync.Outcome.Fate;
import io.lynceus.wire.Headers;
import io.lynceus.wire.Stamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the records of all sensor topics of one partition, hands each to its rig's {@link RigPipeline}, and sends on what comes
 * out. Where it is created again after a failure, the references in the store bring the waiting frames back.
 *
 * <p>Thread safety: one stream thread.
 */
final class FrameProcessor implements Processor<@Nullable String, byte[], String, MessageLite> {
    static final String MASKS = "masks";
    static final String PICTURES = "pictures";
    static final String HEALTH = "health";
    static final String DEAD_LETTERS = "dead-letters";

    private static final Logger LOG = LoggerFactory.getLogger(FrameProcessor.class);
    /** Deadlines are looked at this often when no record comes. */
    private static final Duration TICK = Duration.ofMillis(10);

    private static final long LAST_MILLIS = Long.MAX_VALUE / 1_000_000;

    /** What a processor gets from the node: everything but Kafka's context. */
    interface Surroundings {
        RigConfig config();

        RigPipeline pipeline(String rig, RigPipeline.Sink sink);

        PayloadReader payloads();

        Tally tally();

        ModelCard card();

        /** The wall clock in the time base of the stamps. */
        Stamp now();
    }

    private final Surroundings node;
    private final Map<String, RigPipeline> rigs = new HashMap<>();
    private Stamp latest = Stamp.EPOCH;
    private boolean restored;
    /** Frames whose references may be forgotten once their results are safe. */
    private final List<FrameRef> settled = new ArrayList<>();

    private long commitsSeen;

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before process
    private ProcessorContext<String, MessageLite> context;

    @SuppressWarnings("NullAway.Init")
    private PendingFrames pending;

    @SuppressWarnings("NullAway.Init")
    private Commits commits;

    FrameProcessor(Surroundings node) {
        this.node = node;
    }

    @Override
    public void init(ProcessorContext<String, MessageLite> newContext) {
        context = newContext;
        pending = new PendingFrames(Objects.requireNonNull(newContext.getStateStore(PendingFrames.NAME)));
        commits = Objects.requireNonNull(newContext.getStateStore(Commits.NAME));
        context.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, wallMillis -> advance());
    }

    @Override
    public void process(Record<@Nullable String, byte[]> record) {
        restoreOnce();
        forgetPublished();
        RecordMetadata where = context.recordMetadata()
                .orElseThrow(() -> new IllegalStateException("a record of a source topic always has metadata"));
        RigConfig.Sensor sensor = node.config().sensorOn(where.topic());
        String rig = Objects.requireNonNullElse(record.key(), "");
        DeadLetters.Place place =
                new DeadLetters.Place(rig, sensor.name(), where.topic(), where.partition(), where.offset());
        if (!node.config().rigs().contains(rig)) {
            refuse(
                    record,
                    place,
                    "key '" + rig + "' is no rig of the rig file, which knows "
                            + node.config().rigs() + "; set the producer's key, or add the rig");
        } else if (record.value() == null) {
            refuse(record, place, "the record has no value; a frame of " + sensor.modality() + " is expected");
        } else {
            Stamp stamp = sensor.payloadFormat().stamp(record.value()).orElseGet(() -> recordTime(record));
            arrive(
                    new FrameRef(rig, sensor.name(), stamp, where.partition(), where.offset()),
                    place,
                    new PayloadReader.Sent(record.value(), Headers.text(record.headers(), Headers.SAMPLE_ID)));
            advance();
        }
    }

    private void arrive(FrameRef frame, DeadLetters.Place place, PayloadReader.Sent sent) {
        RigPipeline pipeline = pipeline(frame.rig());
        if (pipeline.holds(frame)) {
            return;
        }
        latest = frame.stamp().isAfter(latest) ? frame.stamp() : latest;
        pending.add(frame);
        pipeline.arrive(frame, place, sent, now());
    }

    private void advance() {
        restoreOnce();
        forgetPublished();
        rigs.values().forEach(rig -> rig.advance(now()));
    }

    /** In complete mode only the stream's own progress counts, so that a replay's rate changes nothing. */
    private Stamp now() {
        return switch (node.config().sync().mode()) {
            case LIVE -> node.now();
            case COMPLETE -> latest;
        };
    }

    private RigPipeline pipeline(String rig) {
        return rigs.computeIfAbsent(rig, name -> node.pipeline(name, new Forwarding(name)));
    }

    private void refuse(Record<@Nullable String, byte[]> record, DeadLetters.Place place, String reason) {
        node.tally().received(place.sensor());
        node.tally().ended(place.sensor(), Fate.MALFORMED);
        new Forwarding(place.rig()).deadLetter(DeadLetters.of(place, recordTime(record), reason, -1, record.value()));
    }

    /** Of a record whose payload carries no stamp; a time beyond the range of stamps counts as its end. */
    private static Stamp recordTime(Record<?, ?> record) {
        return Stamp.ofMillis(Math.max(0, Math.min(LAST_MILLIS, RecordTimes.own(record))));
    }

    /** A clean stop leaves no set half done; what cannot be finished stays in the store, for the next task. */
    @Override
    public void close() {
        rigs.values().forEach(RigPipeline::drain);
        forget();
    }

    /**
     * The store's changelog and the results go to different partitions: a reference that was removed at once could be gone while
     * the mask is not there yet, and a kill between the two would lose the set.
     */
    private void forgetPublished() {
        if (commits.count() != commitsSeen) {
            commitsSeen = commits.count();
            forget();
        }
    }

    private void forget() {
        settled.forEach(pending::remove);
        settled.clear();
    }

    /** Not in {@link #init}: what waits may make a set at once, and the sinks are initialized after this processor. */
    private void restoreOnce() {
        if (!restored) {
            restored = true;
            restore();
        }
    }

    private void restore() {
        Map<FrameRef, PayloadReader.Place> places = new HashMap<>();
        for (FrameRef frame : pending.all()) {
            node.config().sensors().stream()
                    .filter(sensor -> sensor.name().equals(frame.sensor()))
                    .findFirst()
                    .ifPresentOrElse(
                            sensor -> places.put(
                                    frame, new PayloadReader.Place(sensor.topic(), frame.partition(), frame.offset())),
                            () -> pending.remove(frame));
        }
        if (places.isEmpty()) {
            return;
        }
        Map<PayloadReader.Place, PayloadReader.Sent> values = node.payloads().read(places.values());
        List<FrameRef> inOrder = places.keySet().stream()
                .sorted(Comparator.comparing(FrameRef::stamp).thenComparing(FrameRef::sensor))
                .toList();
        for (FrameRef frame : inOrder) {
            PayloadReader.Place at = Objects.requireNonNull(places.get(frame));
            PayloadReader.Sent sent = values.get(at);
            if (sent == null) {
                LOG.warn(
                        "{} waited for its set, but retention has removed it; raise the topic's retention.bytes",
                        frame);
                pending.remove(frame);
                node.tally().received(frame.sensor());
                node.tally().ended(frame.sensor(), Fate.EXPIRED);
            } else {
                arrive(
                        frame,
                        new DeadLetters.Place(frame.rig(), frame.sensor(), at.topic(), at.partition(), at.offset()),
                        sent);
            }
        }
    }

    /** Sends a rig's results to the sinks. */
    private final class Forwarding implements RigPipeline.Sink {
        private final String rig;

        Forwarding(String rig) {
            this.rig = rig;
        }

        @Override
        public void mask(Segmentation mask) {
            send(mask, Stamp.of(mask.getTimestamp()), MASKS);
            if (node.config().output().pictures() != null) {
                send(mask, Stamp.of(mask.getTimestamp()), PICTURES);
            }
        }

        @Override
        public void transition(Transition transition) {
            RigConfig.Sensor sensor = node.config().sensors().stream()
                    .filter(s -> s.name().equals(transition.sensor()))
                    .findFirst()
                    .orElseThrow();
            LOG.info(
                    "{} {}: {} -> {}: {}", rig, sensor.name(), transition.from(), transition.to(), transition.reason());
            SensorHealth health = SensorHealth.newBuilder()
                    .setTimestamp(transition.stamp().toTimestamp())
                    .setRig(rig)
                    .setSensor(sensor.name())
                    .setModality(sensor.modality())
                    .setFrom(SetSegmenter.state(transition.from()))
                    .setTo(SetSegmenter.state(transition.to()))
                    .setReason(transition.reason())
                    .build();
            send(health, transition.stamp(), HEALTH);
        }

        @Override
        public void deadLetter(DeadLetter letter) {
            LOG.warn(
                    "{}-{}@{} goes to the dead letters: {}",
                    letter.getTopic(),
                    letter.getPartition(),
                    letter.getOffset(),
                    letter.getReason());
            send(letter, Stamp.of(letter.getTimestamp()), DEAD_LETTERS);
        }

        @Override
        public void settled(FrameRef frame) {
            settled.add(frame);
        }

        private void send(MessageLite message, Stamp stamp, String sink) {
            String type = message instanceof com.google.protobuf.Message full
                    ? full.getDescriptorForType().getFullName()
                    : message.getClass().getSimpleName();
            context.forward(
                    new Record<>(
                            rig,
                            message,
                            Math.max(0, stamp.toMillis()),
                            Headers.cloudEvent(rig, type, rig + "/" + sink + "/" + stamp.nanos(), stamp)),
                    sink);
        }
    }
}
