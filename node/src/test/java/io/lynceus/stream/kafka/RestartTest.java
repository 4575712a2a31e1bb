package io.lynceus.stream.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.MessageLite;
import io.lynceus.dataset.RecordedFrame;
import io.lynceus.dataset.Recording;
import io.lynceus.proto.v1.Segmentation;
import io.lynceus.rig.RigConfig;
import io.lynceus.stream.Balance;
import io.lynceus.stream.Calibrations;
import io.lynceus.stream.Rigs;
import io.lynceus.stream.SentValue;
import io.lynceus.sync.Outcome.Fate;
import io.lynceus.sync.RecordAddress;
import io.lynceus.wire.Stamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A task that goes on with the store of another one. */
class RestartTest {
    private static final long MILLI = 1_000_000;
    /** The sensor whose frames come late, from this one on. */
    private static final String LATE = "event";

    private static final int LATE_FROM = 5;

    private final KeyValueStore<String, byte[]> store =
            WaitingFrameStore.builder().withLoggingDisabled().build();
    private final Map<RecordAddress, SentValue> log = new HashMap<>();
    private final List<Segmentation> masks = new ArrayList<>();

    /** One task. */
    private final class Task implements AutoCloseable {
        private final DrivenStream stream;
        private final MockProcessorContext<String, MessageLite> context = new MockProcessorContext<>();
        private final Commits commits = Commits.builder().build();
        private final SensorTopicProcessor processor;

        Task(DrivenStream stream) {
            this.stream = stream;
            store.init(context.getStateStoreContext(), store);
            commits.init(context.getStateStoreContext(), commits);
            processor = new SensorTopicProcessor(
                    stream.shared(new Calibrations(), addresses -> new PayloadReader.Payloads(log, Set.of())));
            processor.init(context);
        }

        void pipe(RecordedFrame frame) {
            String topic = stream.topic(frame.channel().sensor());
            context.setRecordMetadata(topic, 0, frame.sequence());
            log.put(new RecordAddress(topic, 0, frame.sequence()), new SentValue(frame.value(), Optional.empty()));
            processor.process(
                    new Record<>(DrivenStream.RIG, frame.value(), frame.stamp().toMillis(), new RecordHeaders()));
        }

        void tick() {
            context.scheduledPunctuators().get(0).getPunctuator().punctuate(0);
        }

        void commit() {
            commits.flush();
            tick();
        }

        @Override
        public void close() {
            processor.close();
            context.forwarded(ResultForwarder.MASKS)
                    .forEach(mask -> masks.add((Segmentation) mask.record().value()));
            Balance.assertHolds(stream.tally());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFrameThatComesLateAfterARestartMakesNoSecondSetOfItsMoment(RigConfig.Mode mode) throws Exception {
        List<RecordedFrame> frames = new ArrayList<>();
        try (Recording street = Rigs.street(31, Duration.ofSeconds(6));
                DrivenStream stream = new DrivenStream(Rigs.of(mode, "t", "none:1"), street.start())) {
            street.frames(street.start()).forEachRemaining(frames::add);
            frames.removeIf(frame -> frame.channel().sensor().equals("lidar")); // it would need a calibration
            // Long enough for the complete regime to give the late sensor up; short of the age at which live frames are
            // shed.
            int restart = mode == RigConfig.Mode.LIVE ? LATE_FROM + 3 : LATE_FROM + 40;
            try (Task first = new Task(stream)) {
                play(frames, 0, restart, first);
                if (mode == RigConfig.Mode.LIVE) {
                    step(first, 160);
                }
                first.commit();
            }
            int made = masks.size();
            assertThat(made).as("sets have left without the late sensor").isGreaterThan(LATE_FROM + 1);
            Stamp last = Stamp.of(masks.get(made - 1).getTimestamp());
            try (Task second = new Task(stream)) {
                frames.stream()
                        .filter(frame -> isLate(frame) && !frame.stamp().isAfter(last))
                        .forEach(second::pipe);
                frames.stream()
                        .filter(frame -> isLate(frame) && frame.stamp().isAfter(last) && frame.sequence() < restart)
                        .forEach(second::pipe);
                play(frames, restart, restart + 10, second);
                step(second, 200);
            }
            assertThat(masks.size()).as("the node goes on").isGreaterThan(made + 7);
            List<Stamp> stamps =
                    masks.stream().map(mask -> Stamp.of(mask.getTimestamp())).toList();
            for (int i = 1; i < stamps.size(); i++) {
                assertThat(stamps.get(i).nanosSince(stamps.get(i - 1)))
                        .as("one set for each moment, as the sensors' period is 100 ms")
                        .isGreaterThan(50 * MILLI);
            }
            assertThat(stream.tally().count(LATE, Fate.LATE)).isPositive();
        }
    }

    private static boolean isLate(RecordedFrame frame) {
        return frame.channel().sensor().equals(LATE) && frame.sequence() >= LATE_FROM;
    }

    /** Sends the frames of these numbers when they are due; those of the late sensor only after the restart. */
    private static void play(List<RecordedFrame> frames, int from, int to, Task task) {
        for (RecordedFrame frame : frames) {
            boolean due = frame.sequence() >= from && frame.sequence() < to;
            if (due && (!isLate(frame) || from > 0)) {
                task.stream.advanceTo(frame.stamp().plusNanos(5 * MILLI));
                task.tick();
                task.pipe(frame);
            }
        }
    }

    /** Lets the clock go on as the punctuator sees it. */
    private static void step(Task task, int millis) {
        for (int i = 0; i < millis / 10; i++) {
            task.stream.advanceTo(task.stream.now().plusNanos(10 * MILLI));
            task.tick();
        }
    }
}
