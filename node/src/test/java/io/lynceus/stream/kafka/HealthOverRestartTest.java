package io.lynceus.stream.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.MessageLite;
import io.lynceus.health.SensorState;
import io.lynceus.proto.v1.Contribution;
import io.lynceus.proto.v1.Segmentation;
import io.lynceus.proto.v1.SensorHealth;
import io.lynceus.rig.RigConfig;
import io.lynceus.stream.Calibrations;
import io.lynceus.stream.SentValue;
import io.lynceus.stream.kafka.reading.Committed;
import io.lynceus.sync.RecordAddress;
import io.lynceus.wire.Stamp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** The sensors' health goes on with the rig's next owner: its masks are those of an undisturbed node (R2). */
class HealthOverRestartTest {
    private static final int SECONDS = 6;

    /** How an owner loses its rig. */
    enum End {
        /** After a commit. */
        LEFT,
        /** The group has forgotten the owner: it closes without a commit. */
        LOST,
        /** In the middle of a commit that the broker refuses: the stores are flushed, the offsets stay. */
        REFUSED,
        KILLED
    }

    /** One owner of the rig, from a position of the drive on. */
    private final class Task implements Committed {
        private final List<FaultyDrive.Sent> drive;
        private final MockProcessorContext<String, MessageLite> context = new MockProcessorContext<>();
        private final Commits commits = Commits.builder().build();
        private final LoggedStore store = new LoggedStore();
        private final SensorTopicProcessor processor;
        private final Random random;
        /** As the broker has it after a kill now: read from here, written up to there, and sent at least that. */
        private int position;

        private int committed;
        private int committedEntries;
        private int committedMasks;

        Task(DrivenStream stream, List<FaultyDrive.Sent> drive, Random random) {
            Map<RecordAddress, SentValue> log = log(drive);
            this.drive = drive;
            this.random = random;
            store.open().init(context.getStateStoreContext(), store.open());
            commits.init(context.getStateStoreContext(), commits);
            processor = new SensorTopicProcessor(
                    stream.shared(new Calibrations(), addresses -> new PayloadReader.Payloads(log, Set.of()), this));
            processor.init(context);
        }

        @Override
        public Map<TopicPartition, Long> ask(Set<TopicPartition> partitions) {
            return partitions.stream().collect(Collectors.toMap(partition -> partition, this::last));
        }

        @Override
        public long last(TopicPartition partition) {
            return drive.subList(0, committed).stream()
                    .filter(sent -> sent.address().topic().equals(partition.topic()))
                    .count();
        }

        Task from(List<LoggedStore.Entry> changelog, int start) {
            position = start;
            committed = start;
            store.restore(changelog);
            committedEntries = store.changelog().size();
            return this;
        }

        void play(int until) {
            while (position < until) {
                FaultyDrive.Sent sent = drive.get(position);
                context.setRecordMetadata(
                        sent.address().topic(),
                        sent.address().partition(),
                        sent.address().offset());
                processor.process(new Record<>(DrivenStream.RIG, sent.value(), sent.millis(), new RecordHeaders()));
                position++;
                if (random.nextInt(6) == 0) {
                    tick();
                }
                if (random.nextInt(12) == 0) {
                    commit();
                } else if (random.nextInt(20) == 0) {
                    commits.flush(); // the broker does not answer in time; the next commit may succeed
                }
            }
        }

        private void tick() {
            context.scheduledPunctuators().get(0).getPunctuator().punctuate(0);
        }

        void commit() {
            committed = position;
            committedEntries = store.changelog().size();
            committedMasks = context.forwarded(ResultForwarder.MASKS).size();
            commits.flush();
        }

        List<LoggedStore.Entry> end(End how) {
            return switch (how) {
                case LEFT -> {
                    commit();
                    processor.close();
                    committedMasks = Integer.MAX_VALUE;
                    yield store.changelog();
                }
                case LOST, REFUSED -> {
                    if (how == End.REFUSED) {
                        commits.flush();
                    }
                    processor.close();
                    committedMasks = Integer.MAX_VALUE; // the producer ends in good order
                    yield store.changelog();
                }
                case KILLED -> kill();
            };
        }

        /** Returns what the changelog has after a kill: at least all up to the commit. */
        private List<LoggedStore.Entry> kill() {
            List<LoggedStore.Entry> all = store.changelog();
            return all.subList(0, committedEntries + random.nextInt(all.size() - committedEntries + 1));
        }

        LastSet lastSet(RigConfig config) {
            commit();
            tick();
            return new WaitingFrameStore(store.open())
                    .lastSet(DrivenStream.RIG, config)
                    .orElseThrow();
        }
    }

    /** What came out, by what a consumer may see twice. */
    private static final class Seen {
        final SortedMap<Stamp, Segmentation> masks = new TreeMap<>();
        final Set<SensorHealth> transitions = new HashSet<>();
        /** Stamps of the masks that no kill can have lost. */
        final Set<Stamp> safe = new HashSet<>();

        void take(Task task) {
            task.context.forwarded(ResultForwarder.MASKS).stream()
                    .limit(task.committedMasks)
                    .map(forward -> (Segmentation) forward.record().value())
                    .forEach(mask -> safe.add(Stamp.of(mask.getTimestamp())));
            task.context.forwarded(ResultForwarder.MASKS).forEach(forward -> {
                Segmentation mask = ((Segmentation) forward.record().value())
                        .toBuilder().clearLatency().build();
                Segmentation before = masks.put(Stamp.of(mask.getTimestamp()), mask);
                assertThat(before == null ? mask : before).as("a repeated mask").isEqualTo(mask);
            });
            task.context
                    .forwarded(ResultForwarder.HEALTH)
                    .forEach(forward ->
                            transitions.add((SensorHealth) forward.record().value()));
        }
    }

    private static Map<RecordAddress, SentValue> log(List<FaultyDrive.Sent> drive) {
        Map<RecordAddress, SentValue> log = new HashMap<>();
        drive.forEach(sent -> log.put(sent.address(), new SentValue(sent.value(), Optional.empty())));
        return log;
    }

    @Property(tries = 150)
    void aRigWhoseOwnerChangesHasTheMasksStatesAndReasonsOfAnUndisturbedOne(
            @ForAll long seed, @ForAll End end, @ForAll boolean hasFastSensor) {
        Random random = new Random(seed);
        RigConfig config = FaultyDrive.config(hasFastSensor);
        List<FaultyDrive.Sent> drive = FaultyDrive.records(config, random, SECONDS);
        Seen whole = new Seen();
        Seen cut = new Seen();
        LastSet wholeEnd;
        LastSet cutEnd;
        try (DrivenStream stream =
                new DrivenStream(config, Stamp.ofMillis(drive.get(0).millis()))) {
            Task undisturbed = new Task(stream, drive, random);
            undisturbed.play(drive.size());
            undisturbed.end(End.LEFT);
            wholeEnd = undisturbed.lastSet(config);
            whole.take(undisturbed);
        }
        try (DrivenStream stream =
                new DrivenStream(config, Stamp.ofMillis(drive.get(0).millis()))) {
            Task owner = new Task(stream, drive, random);
            for (int owners = 1 + random.nextInt(3); owners > 0; owners--) {
                owner.play(owner.position + random.nextInt(drive.size() - owner.position));
                List<LoggedStore.Entry> changelog = owner.end(end);
                cut.take(owner);
                owner = new Task(stream, drive, random).from(changelog, owner.committed);
            }
            owner.play(drive.size());
            owner.end(End.LEFT);
            cutEnd = owner.lastSet(config);
            cut.take(owner);
        }
        assertThat(cut.safe).isEqualTo(whole.masks.keySet());
        whole.masks.forEach((stamp, mask) ->
                assertThat(words(cut.masks.get(stamp))).as(stamp.toString()).isEqualTo(words(mask)));
        assertThat(cut.masks).isEqualTo(whole.masks);
        assertThat(cut.transitions).isEqualTo(whole.transitions);
        assertThat(cutEnd.stamp()).isEqualTo(wholeEnd.stamp());
        assertThat(cutEnd.snapshot()).isEqualTo(wholeEnd.snapshot());
    }

    /** A mask in a line for each sensor. */
    private static String words(Segmentation mask) {
        return mask.getContributionsList().stream()
                .map(c -> c.getSensor() + (c.getMatched() ? " " : " not ") + "matched, " + (c.getUsed() ? "" : "not ")
                        + "used, " + c.getState() + ": " + c.getReason())
                .collect(Collectors.joining("\n", mask.getNoMaskReason() + "\n", ""));
    }

    @Property(tries = 1)
    void theDrivesOfThisTestHaveSensorsInEveryState() {
        Set<Integer> states = new HashSet<>();
        List<Boolean> used = new ArrayList<>();
        Random random = new Random(5);
        RigConfig config = FaultyDrive.config(true);
        List<FaultyDrive.Sent> drive = FaultyDrive.records(config, random, 10 * SECONDS);
        try (DrivenStream stream =
                new DrivenStream(config, Stamp.ofMillis(drive.get(0).millis()))) {
            Task task = new Task(stream, drive, random);
            task.play(drive.size());
            task.end(End.LEFT);
            Seen seen = new Seen();
            seen.take(task);
            seen.masks.values().stream()
                    .flatMap(mask -> mask.getContributionsList().stream())
                    .filter(Contribution::getMatched)
                    .forEach(contribution -> {
                        states.add(contribution.getStateValue());
                        used.add(contribution.getUsed());
                    });
        }
        assertThat(states).hasSize(SensorState.values().length);
        assertThat(used).contains(true, false);
    }
}
