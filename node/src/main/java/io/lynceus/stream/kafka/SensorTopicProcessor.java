package io.lynceus.stream.kafka;

import com.google.protobuf.MessageLite;
import io.lynceus.health.Transition;
import io.lynceus.proto.v1.DeadLetter;
import io.lynceus.proto.v1.Segmentation;
import io.lynceus.rig.RigConfig;
import io.lynceus.rig.RigNames;
import io.lynceus.stream.Regime;
import io.lynceus.stream.RepeatedWarnings;
import io.lynceus.stream.RigPipeline;
import io.lynceus.stream.RigPipelines;
import io.lynceus.stream.RigSnapshot;
import io.lynceus.stream.SentValue;
import io.lynceus.stream.Tally;
import io.lynceus.stream.kafka.reading.Committed;
import io.lynceus.stream.kafka.reading.RecordTimes;
import io.lynceus.stream.message.DeadLetters;
import io.lynceus.sync.FrameRef;
import io.lynceus.sync.FrameSet;
import io.lynceus.sync.Outcome.Fate;
import io.lynceus.sync.RecordAddress;
import io.lynceus.wire.Headers;
import io.lynceus.wire.Stamp;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands the records of all sensor topics of one partition to their rigs' {@link RigPipeline}s. A processor that is created again,
 * after a failure or on another node, finds the frames that waited and the last sets in its store.
 *
 * <p>Thread safety: one stream thread.
 */
final class SensorTopicProcessor implements Processor<@Nullable String, byte[], String, MessageLite> {
    private static final Logger LOG = LoggerFactory.getLogger(SensorTopicProcessor.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private static final long LAST_MILLIS = Long.MAX_VALUE / 1_000_000;

    /** What all processors of a node share. */
    record Shared(
            RigConfig config,
            RigPipelines pipelines,
            PayloadReader payloads,
            Committed committed,
            Tally tally,
            Clock clock) {}

    private final Shared node;
    private final ResultForwarder.Letters letters = ResultForwarder.Letters.none(this::now);
    private final RigNames names;
    private final Map<String, RigPipeline> rigs = new HashMap<>();
    /** When rigs that are named by a pattern last sent something. */
    private final Map<String, Stamp> heard = new HashMap<>();

    private Stamp looked = Stamp.EPOCH;
    private boolean restored;
    private final Map<String, Settled> settled = new HashMap<>();
    private long commitsSeen;
    /** Of each topic that was read, the offset behind its last record. */
    private final Map<String, Long> read = new HashMap<>();

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before process
    private ProcessorContext<String, MessageLite> context;

    @SuppressWarnings("NullAway.Init")
    private WaitingFrameStore store;

    @SuppressWarnings("NullAway.Init")
    private Commits commits;

    SensorTopicProcessor(Shared node) {
        this.node = node;
        this.names = RigNames.of(node.config().rigs());
    }

    @Override
    public void init(ProcessorContext<String, MessageLite> newContext) {
        context = newContext;
        store = new WaitingFrameStore(Objects.requireNonNull(newContext.getStateStore(WaitingFrameStore.NAME)));
        commits = Objects.requireNonNull(newContext.getStateStore(Commits.NAME));
        Duration tick = Regime.of(node.config().sync()).reading().tick();
        context.schedule(tick, PunctuationType.WALL_CLOCK_TIME, wallMillis -> advance());
    }

    @Override
    public void process(Record<@Nullable String, byte[]> record) {
        restoreOnce();
        forgetPublished();
        RecordMetadata where = context.recordMetadata()
                .orElseThrow(() -> new IllegalStateException("a record of a source topic always has metadata"));
        read.put(where.topic(), where.offset() + 1);
        RigConfig.Sensor sensor = node.config().sensorOn(where.topic());
        String rig = Objects.requireNonNullElse(record.key(), "");
        Optional<Stamp> stamp = record.value() == null
                ? Optional.empty()
                : sensor.payloadFormat().stamp(record.value());
        FrameRef frame = new FrameRef(
                rig,
                sensor.name(),
                stamp.orElseGet(() -> recordTime(record)),
                new RecordAddress(where.topic(), where.partition(), where.offset()));
        if (!names.include(rig)) {
            refuse(
                    frame,
                    record.value(),
                    "key '" + rig + "' is no rig of the rig file, which knows "
                            + node.config().rigs() + "; set the producer's key, or add the rig");
        } else if (record.value() == null) {
            refuse(frame, null, "the record has no value; a frame of " + sensor.modality() + " is expected");
        } else {
            arrive(frame, new SentValue(record.value(), Headers.text(record.headers(), Headers.SAMPLE_ID)));
        }
    }

    private void arrive(FrameRef frame, SentValue sent) {
        hear(frame.rig());
        RigPipeline pipeline = pipeline(frame.rig());
        if (!pipeline.holds(frame)) {
            store.add(frame, RecordImprint.of(sent.bytes()));
            pipeline.arrive(frame, sent, now());
        }
    }

    private void hear(String rig) {
        if (!names.expect(rig)) {
            heard.put(rig, now());
        }
    }

    private void advance() {
        restoreOnce();
        forgetPublished();
        forgetGone();
        rigs.values().forEach(rig -> rig.advance(now()));
    }

    private Stamp now() {
        return Stamp.of(node.clock().instant());
    }

    private RigPipeline pipeline(String rig) {
        return rigs.computeIfAbsent(rig, name -> {
            RigPipeline pipeline = node.pipelines().open(name, new Results(name));
            store.lastSet(name, node.config()).ifPresent(last -> resume(name, pipeline, last));
            return pipeline;
        });
    }

    private void resume(String rig, RigPipeline pipeline, LastSet last) {
        if (!last.unreadable().isEmpty()) {
            LOG.warn(
                    "The health of rig {}'s sensors begins anew, because what the store {} keeps of it cannot be read: {}",
                    rig,
                    WaitingFrameStore.NAME,
                    last.unreadable());
        }
        settledOf(rig).resume(last);
        pipeline.resume(last.stamp(), last.lastFrames(), last.seen(), last.snapshot());
    }

    private Settled settledOf(String rig) {
        return settled.computeIfAbsent(rig, Settled::new);
    }

    private void refuse(FrameRef frame, byte @Nullable [] value, String reason) {
        node.tally().received(frame.sensor());
        node.tally().ended(frame.sensor(), Fate.MALFORMED);
        new ResultForwarder(node.config(), frame.rig(), context, letters)
                .deadLetter(DeadLetters.of(frame, reason, -1, value));
    }

    /** Returns the time of a record whose payload carries no stamp; a time beyond the range of stamps counts as its end. */
    private static Stamp recordTime(Record<?, ?> record) {
        return Stamp.ofMillis(Math.max(0, Math.min(LAST_MILLIS, RecordTimes.own(record))));
    }

    /**
     * Leaves no set half done; what cannot be finished stays in the store, for the next task. A task that was lost ends without a
     * commit, and its records are read again: their frames must be known then, for else the time seems to jump back.
     */
    @Override
    public void close() {
        boolean isCommitted = isAllCommitted();
        rigs.values().forEach(RigPipeline::close);
        if (isCommitted) {
            forget();
        }
    }

    /**
     * Forgets only after a commit. The store's changelog and the results go to different partitions: a reference that was removed
     * at once could be gone while the mask is not there yet, and a kill between the two would lose the set. A commit that has begun
     * may fail; it has succeeded when the broker has confirmed the offsets of all that was read.
     */
    private void forgetPublished() {
        if (commits.count() != commitsSeen && isAllCommitted()) {
            commitsSeen = commits.count();
            forget();
        }
    }

    private boolean isAllCommitted() {
        return read.entrySet().stream()
                .allMatch(topic -> node.committed().last(partition(topic.getKey())) >= topic.getValue());
    }

    private TopicPartition partition(String topic) {
        return new TopicPartition(topic, context.taskId().partition());
    }

    /** Forgets the rigs by pattern that are gone, so that a fleet that changes does not fill the memory. */
    private void forgetGone() {
        Stamp now = now();
        if (heard.isEmpty() || Math.abs(now.nanosSince(looked)) < BETWEEN_LOOKS.toNanos()) {
            return;
        }
        looked = now;
        List<String> gone = heard.entrySet().stream()
                .filter(rig -> now.nanosSince(rig.getValue()) > RigNames.GONE.toNanos())
                .map(Map.Entry::getKey)
                .filter(rig -> !rigs.containsKey(rig) || rigs.get(rig).isIdle())
                .filter(rig -> settledOf(rig).isForgotten())
                .toList();
        for (String rig : gone) {
            RigPipeline pipeline = rigs.remove(rig);
            if (pipeline != null) {
                pipeline.close();
            }
            heard.remove(rig);
            settled.remove(rig);
            store.forget(rig, node.config());
            node.pipelines().forget(rig);
            LOG.info(
                    "Rig {} has sent nothing for {} min and is forgotten until it sends again",
                    rig,
                    RigNames.GONE.toMinutes());
        }
    }

    private void forget() {
        settled.values().forEach(rig -> rig.forgetIn(store));
    }

    /** Not in {@link #init}: what waits may make a set at once, and the sinks are initialized after this processor. */
    private void restoreOnce() {
        if (!restored) {
            restored = true;
            restore();
        }
    }

    private void restore() {
        store.rigs().forEach(this::hear);
        List<WaitingFrameStore.Reference> references = store.frames(node.config());
        if (references.isEmpty()) {
            return;
        }
        Map<TopicPartition, Long> offsets = node.committed()
                .ask(node.config().sensors().stream()
                        .map(sensor -> partition(sensor.topic()))
                        .collect(Collectors.toSet()));
        new FramesThatWaited(node.config(), node.payloads(), new RepeatedWarnings(LOG)::warn)
                .read(references, this::expire)
                .forEach(back -> {
                    RecordAddress address = back.frame().address();
                    if (address.offset() < offsets.getOrDefault(partition(address.topic()), 0L)) {
                        arrive(back.frame(), back.sent());
                    } else {
                        // Its record will be read again, in its order: before the records that were read before it,
                        // it would make sets that an undisturbed task never makes.
                        store.remove(back.frame());
                    }
                });
    }

    private void expire(FrameRef frame) {
        store.remove(frame);
        node.tally().received(frame.sensor());
        node.tally().ended(frame.sensor(), Fate.EXPIRED);
    }

    /** Sends a rig's results on, and remembers what is settled. */
    private final class Results implements RigPipeline.Results {
        private final Settled settledHere;
        private final ResultForwarder forwarder;

        Results(String rig) {
            this.settledHere = settledOf(rig);
            this.forwarder = new ResultForwarder(node.config(), rig, context, letters);
        }

        @Override
        public void mask(Segmentation mask) {
            forwarder.mask(mask);
        }

        @Override
        public void transition(Transition transition) {
            forwarder.transition(transition);
        }

        @Override
        public void deadLetter(DeadLetter letter) {
            forwarder.deadLetter(letter);
        }

        @Override
        public void settled(FrameRef frame, Fate decided) {
            settledHere.add(frame, decided);
        }

        @Override
        public void settled(FrameSet set) {
            settledHere.add(set);
        }

        @Override
        public void remember(RigSnapshot snapshot) {
            settledHere.remember(snapshot);
        }
    }
}
