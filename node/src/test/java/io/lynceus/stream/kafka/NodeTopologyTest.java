package io.lynceus.stream.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.MessageLite;
import io.lynceus.dataset.Latched;
import io.lynceus.dataset.RecordedFrame;
import io.lynceus.dataset.Recording;
import io.lynceus.play.Restamp;
import io.lynceus.proto.v1.Segmentation;
import io.lynceus.proto.v1.SensorHealth;
import io.lynceus.rig.RigConfig;
import io.lynceus.rig.RigNames;
import io.lynceus.stream.Balance;
import io.lynceus.stream.Calibrations;
import io.lynceus.stream.Rigs;
import io.lynceus.stream.SentValue;
import io.lynceus.stream.message.Ros2Diagnostics;
import io.lynceus.sync.FrameRef;
import io.lynceus.sync.Outcome.Fate;
import io.lynceus.sync.Outcome.SetKind;
import io.lynceus.sync.RecordAddress;
import io.lynceus.wire.Stamp;
import io.lynceus.wire.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The wiring of the topology, on Kafka's test driver: no broker, no clock but the test's. */
class NodeTopologyTest {
    private static final long MILLI = 1_000_000;

    private Recording street;

    @BeforeEach
    void build() {
        street = Rigs.street(7, Duration.ofSeconds(2));
    }

    @AfterEach
    void close() throws Exception {
        street.close();
    }

    private DrivenStream stream(RigConfig.Mode mode) {
        DrivenStream stream = new DrivenStream(Rigs.of(mode, "t", "none:1"), street.start());
        stream.latch(street);
        return stream;
    }

    private Calibrations calibrations() {
        Calibrations calibrations = new Calibrations();
        for (Latched latched : street.latched()) {
            String key = Topics.latchedKey(DrivenStream.RIG, latched.frameId());
            if (latched.topic().equals(Topics.CALIBRATION)) {
                calibrations.camera(key, latched.value());
            } else {
                calibrations.transform(key, latched.value());
            }
        }
        return calibrations;
    }

    private List<RecordedFrame> frames() {
        List<RecordedFrame> frames = new ArrayList<>();
        street.frames(street.start()).forEachRemaining(frames::add);
        return frames;
    }

    @Test
    void transitionsHaveTheirSensorInTheKeySoThatCompactionKeepsTheLastOfEach() {
        try (DrivenStream stream = stream(RigConfig.Mode.LIVE)) {
            for (RecordedFrame frame : frames()) {
                stream.advanceTo(frame.stamp());
                if (frame.channel().sensor().equals("rgb")) {
                    stream.pipe(stream.topic("rgb"), DrivenStream.RIG, new byte[] {1, 2, 3}, frame.stamp());
                } else {
                    stream.pipe(frame);
                }
            }
            stream.advanceTo(stream.now().plusNanos(500 * MILLI));
            assertThat(stream.transitionKeys()).contains("a|rgb").allMatch(key -> Topics.rigOf(key)
                    .equals("a"));
        }
    }

    @Test
    void aSetOfFramesGivesAMaskOfItsRig() {
        try (DrivenStream stream = stream(RigConfig.Mode.COMPLETE)) {
            frames().forEach(stream::pipe);
            List<Segmentation> masks = stream.masks();
            assertThat(masks).hasSizeBetween(18, 20).allMatch(Segmentation::getComplete);
            assertThat(masks).allMatch(mask -> mask.getRig().equals(DrivenStream.RIG));
            assertThat(masks.get(0).getContributionsList()).hasSize(4).allMatch(c -> c.getUsed() && c.getMatched());
            assertThat(stream.tally().maskCount()).isEqualTo(masks.size());
            assertThat(stream.ended(Fate.MATCHED)).isEqualTo(4L * masks.size());
            assertThat(stream.deadLetters()).isEmpty();
        }
    }

    private static RigConfig byPattern(String pattern) {
        RigConfig config = Rigs.of(RigConfig.Mode.LIVE, "t", "none:1");
        return new RigConfig(
                List.of(pattern),
                config.model(),
                config.sync(),
                config.sensors(),
                config.health(),
                config.policy(),
                config.accelerator(),
                config.output(),
                config.maxFrameBytes(),
                config.kafka());
    }

    /** Sends the first second of the street, as a rig that begins to drive at a time. */
    private void drive(DrivenStream stream, String rig, Stamp start) {
        for (RecordedFrame frame : frames()) {
            if (frame.channel().sensor().equals("rgb") && frame.stamp().nanosSince(street.start()) < 1_000 * MILLI) {
                Stamp stamp = start.plusNanos(frame.stamp().nanosSince(street.start()));
                stream.advanceTo(stamp);
                stream.pipe(stream.topic("rgb"), rig, Restamp.at(frame, stamp).value(), stamp);
            }
        }
        stream.advanceTo(stream.now().plusNanos(1_000 * MILLI));
    }

    @Test
    void aRigByPatternIsServedFromItsFirstFrameAndForgottenWhenItIsGone() {
        try (DrivenStream stream = new DrivenStream(byPattern("vehicle-*"), street.start())) {
            List<String> farewells = new ArrayList<>();
            stream.tally().onGone(farewells::add);
            drive(stream, "vehicle-7", street.start());
            assertThat(stream.masks()).hasSizeGreaterThan(5).allMatch(mask -> mask.getRig()
                    .equals("vehicle-7"));
            drive(stream, "car-1", stream.now());
            assertThat(stream.masks()).isEmpty();
            assertThat(stream.deadLetters()).isNotEmpty().allMatch(letter -> letter.getReason()
                    .contains("vehicle-*"));
            assertThat(stream.remembered()).isPositive();
            stream.advanceTo(stream.now().plus(RigNames.GONE.plusSeconds(3)));
            assertThat(farewells).containsExactly("vehicle-7");
            assertThat(stream.remembered()).as("nothing of it is in the store").isZero();
            drive(stream, "vehicle-7", stream.now());
            assertThat(stream.masks()).as("it has come back").hasSizeGreaterThan(5);
        }
    }

    @Test
    void transitionsAreRos2DiagnosticsTooWhereTheRigFileSaysSo() {
        RigConfig config = byPattern("vehicle-*");
        RigConfig.Output output = config.output();
        RigConfig.Output both = new RigConfig.Output(
                output.masks(), output.health(), output.deadLetters(), output.encoding(), null, "t.diagnostics");
        try (DrivenStream stream = new DrivenStream(config.with(both), street.start())) {
            drive(stream, "vehicle-7", street.start()); // without lidar, depth and events
            stream.advanceTo(stream.now().plusNanos(6_000 * MILLI));
            List<byte[]> diagnostics = stream.diagnostics();
            List<SensorHealth> transitions = stream.transitions();
            assertThat(transitions).isNotEmpty();
            assertThat(diagnostics).hasSameSizeAs(transitions);
            for (int i = 0; i < diagnostics.size(); i++) {
                assertThat(diagnostics.get(i)).isEqualTo(Ros2Diagnostics.of(transitions.get(i)));
            }
        }
    }

    @Test
    void aDeadSensorNeverHoldsASetBeyondItsDeadline() {
        Stamp death = street.start().plusNanos(1_000 * MILLI);
        List<Stamp> left = new ArrayList<>();
        try (DrivenStream stream = stream(RigConfig.Mode.LIVE)) {
            for (RecordedFrame frame : frames()) {
                if (frame.channel().sensor().equals("lidar") && !frame.stamp().isBefore(death)) {
                    continue;
                }
                stepTo(stream, frame.stamp().plusNanos(5 * MILLI), left);
                stream.pipe(frame);
                look(stream, left);
            }
            stepTo(stream, stream.now().plusNanos(400 * MILLI), left);
            assertThat(left).hasSizeBetween(18, 20);
            assertThat(stream.ended(Fate.MATCHED))
                    .as("what is in no mask was matched to nothing")
                    .isEqualTo(stream.tally().receivedCount("rgb") * 3
                            + stream.tally().receivedCount("lidar"));
        }
    }

    @Test
    void aSetWithoutAUsableSensorSaysSoAndIsCounted() {
        List<RecordedFrame> first =
                frames().stream().filter(f -> f.sequence() == 0).toList();
        assertThat(first).hasSize(4);
        try (DrivenStream stream = stream(RigConfig.Mode.COMPLETE)) {
            for (int i = 0; i < 10; i++) {
                for (RecordedFrame frame : first) {
                    stream.pipe(Restamp.at(frame, frame.stamp().plusNanos(i * 100 * MILLI))); // frozen
                }
            }
            List<Segmentation> all = stream.masks();
            assertThat(all).hasSize(10);
            List<Segmentation> masks =
                    all.stream().filter(Segmentation::hasClasses).toList();
            List<Segmentation> none = all.stream().filter(m -> !m.hasClasses()).toList();
            assertThat(masks).hasSize(5).allMatch(mask -> mask.getNoMaskReason().isEmpty());
            assertThat(none).hasSize(5).allSatisfy(message -> {
                assertThat(message.getNoMaskReason()).contains("no sensor", "rgb is failed", "lidar is failed");
                assertThat(message.getExpectedMiou()).isNaN();
                assertThat(message.getContributionsList())
                        .hasSize(4)
                        .allMatch(c ->
                                c.getMatched() && !c.getUsed() && c.getReason().contains("frozen"));
            });
            assertThat(stream.tally().maskCount()).isEqualTo(5);
            assertThat(stream.tally().unusableSetCount()).isEqualTo(5);
            assertThat(stream.ended(Fate.MATCHED)).isEqualTo(40);
        }
    }

    private static void stepTo(DrivenStream stream, Stamp time, List<Stamp> left) {
        while (stream.now().isBefore(time)) {
            Stamp next = stream.now().plusNanos(10 * MILLI);
            stream.advanceTo(next.isBefore(time) ? next : time);
            look(stream, left);
        }
    }

    /** A set may leave when it is complete, and must at its deadline; the punctuator looks every 10 ms. */
    private static void look(DrivenStream stream, List<Stamp> left) {
        for (Segmentation mask : stream.masks()) {
            Stamp stamp = Stamp.of(mask.getTimestamp());
            assertThat(stream.now().nanosSince(stamp)).isLessThanOrEqualTo((150 + 10) * MILLI);
            left.add(stamp);
        }
    }

    @Test
    void framesOlderThanMaxAgeAreShedAndTheBooksBalance() {
        List<RecordedFrame> old = frames().stream()
                .filter(f -> f.stamp().isBefore(street.start().plusNanos(900 * MILLI)))
                .toList();
        try (DrivenStream stream = stream(RigConfig.Mode.LIVE)) {
            stream.advanceTo(street.start().plusNanos(1_500 * MILLI));
            old.forEach(stream::pipe);
            assertThat(stream.ended(Fate.SHED)).isEqualTo(old.size());
            assertThat(stream.masks()).isEmpty();
            for (String sensor : stream.tally().sensors()) {
                assertThat(stream.tally().pending(sensor)).as(sensor).isZero();
            }
        }
    }

    @Test
    void aNewTaskReadsItsWaitingFramesAgainAndFinishesTheirSet() {
        RigConfig config = Rigs.of(RigConfig.Mode.COMPLETE, "t", "none:1");
        List<RecordedFrame> frames = frames();
        Map<RecordAddress, SentValue> log = new HashMap<>();
        KeyValueStore<String, byte[]> store =
                WaitingFrameStore.builder().withLoggingDisabled().build();
        MockProcessorContext<String, MessageLite> context = new MockProcessorContext<>();
        store.init(context.getStateStoreContext(), store);
        Commits commits = Commits.builder().build();
        commits.init(context.getStateStoreContext(), commits);
        WaitingFrameStore pending = new WaitingFrameStore(store);
        try (DrivenStream stream = new DrivenStream(config, street.start())) {
            // All but retention's victim are still on their topics.
            for (int i = 0; i < frames.size(); i++) {
                RecordedFrame frame = frames.get(i);
                String sensor = frame.channel().sensor();
                pending.add(
                        new FrameRef(
                                DrivenStream.RIG, sensor, frame.stamp(), new RecordAddress(stream.topic(sensor), 0, i)),
                        RecordImprint.of(frame.value()));
                if (i != 0) {
                    log.put(
                            new RecordAddress(stream.topic(sensor), 0, i),
                            new SentValue(frame.value(), Optional.of("street/1")));
                }
            }
            pending.add(
                    new FrameRef(DrivenStream.RIG, "gone", street.start(), new RecordAddress("gone", 0, 1)),
                    new RecordImprint(1, 1));
            SensorTopicProcessor processor = new SensorTopicProcessor(
                    stream.shared(calibrations(), addresses -> new PayloadReader.Payloads(log, Set.of())));
            processor.init(context);
            assertThat(context.forwarded())
                    .as("Kafka Streams initializes the sinks after it")
                    .isEmpty();
            context.scheduledPunctuators().get(0).getPunctuator().punctuate(0);

            assertThat(context.forwarded(ResultForwarder.MASKS)).hasSizeBetween(17, 20);
            assertThat(context.forwarded(ResultForwarder.MASKS))
                    .allSatisfy(mask -> assertThat(((Segmentation) mask.record().value()).getSampleId())
                            .isEqualTo("street/1"));
            assertThat(stream.ended(Fate.MALFORMED)).isZero();
            assertThat(stream.ended(Fate.EXPIRED))
                    .as("retention had removed it")
                    .isEqualTo(1);
            assertThat(store.approximateNumEntries())
                    .as("nothing is forgotten before its mask is surely published")
                    .isGreaterThanOrEqualTo(frames.size() - 1L);
            commits.flush();
            context.scheduledPunctuators().get(0).getPunctuator().punctuate(0);
            assertThat(store.approximateNumEntries())
                    .as("published sets are forgotten after a commit")
                    .isLessThan(frames.size() / 2L);

            processor.close();
            assertThat(context.forwarded(ResultForwarder.MASKS))
                    .as("a clean stop waits for the set that the network works on")
                    .hasSize((int) stream.tally().count(SetKind.COMPLETE)
                            + (int) stream.tally().count(SetKind.PARTIAL));
            long waiting = 0;
            for (String sensor : stream.tally().sensors()) {
                waiting += stream.tally().handedOverCount(sensor);
                assertThat(stream.tally().pending(sensor)).as(sensor).isZero();
            }
            Balance.assertHolds(stream.tally());
            assertThat(pending.frames(config))
                    .as("what waits, and only that, stays in the store")
                    .hasSize((int) waiting);
        }
    }
}
