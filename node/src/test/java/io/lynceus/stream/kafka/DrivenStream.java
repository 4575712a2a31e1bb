package io.lynceus.stream.kafka;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Parser;
import io.lynceus.dataset.Latched;
import io.lynceus.dataset.RecordedFrame;
import io.lynceus.dataset.Recording;
import io.lynceus.proto.v1.DeadLetter;
import io.lynceus.proto.v1.Segmentation;
import io.lynceus.proto.v1.SensorHealth;
import io.lynceus.raster.RasterSize;
import io.lynceus.rig.RigConfig;
import io.lynceus.stream.Balance;
import io.lynceus.stream.Calibrations;
import io.lynceus.stream.FixedSegmenter;
import io.lynceus.stream.FrameDecoder;
import io.lynceus.stream.HandNetwork;
import io.lynceus.stream.Regime;
import io.lynceus.stream.RigPipelines;
import io.lynceus.stream.Tally;
import io.lynceus.stream.kafka.reading.Committed;
import io.lynceus.sync.Outcome.Fate;
import io.lynceus.wire.Stamp;
import io.lynceus.wire.Topics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.TopologyTestDriver;

/** The topology without a broker: the test pipes records in, moves the clock by hand, and reads what comes out. */
final class DrivenStream implements AutoCloseable {
    static final String RIG = "a";

    private static final Duration TICK = Duration.ofMillis(10);

    /** Each record is committed as soon as it is read. */
    private static final Committed ALL_COMMITTED = new Committed() {
        @Override
        public Map<TopicPartition, Long> ask(Set<TopicPartition> partitions) {
            return partitions.stream().collect(Collectors.toMap(partition -> partition, this::last));
        }

        @Override
        public long last(TopicPartition partition) {
            return Long.MAX_VALUE;
        }
    };

    private final RigConfig config;
    private final Tally tally;
    private final HandNetwork network = new HandNetwork(() -> now());
    private final TopologyTestDriver driver;
    private Stamp now;

    DrivenStream(RigConfig config, Stamp start) {
        this.config = config;
        this.now = start;
        this.tally =
                new Tally(config.sensors().stream().map(RigConfig.Sensor::name).toList());
        Calibrations calibrations = new Calibrations();
        this.driver = new TopologyTestDriver(
                NodeTopology.build(
                        shared(calibrations, addresses -> new PayloadReader.Payloads(Map.of(), Set.of())),
                        network.card(),
                        calibrations),
                new Properties(),
                start.toInstant());
    }

    /** As in the node, but decoding happens at once and time stands still between ticks. */
    SensorTopicProcessor.Shared shared(Calibrations calibrations, PayloadReader payloads) {
        return shared(calibrations, payloads, ALL_COMMITTED);
    }

    SensorTopicProcessor.Shared shared(Calibrations calibrations, PayloadReader payloads, Committed committed) {
        RasterSize size = new RasterSize(FixedSegmenter.SIDE, FixedSegmenter.SIDE);
        FrameDecoder decoder = new FrameDecoder(Runnable::run, calibrations, size);
        Regime regime = Regime.of(config.sync());
        return new SensorTopicProcessor.Shared(
                config,
                new RigPipelines(config, regime, network, decoder, tally),
                payloads,
                committed,
                tally,
                new HandClock());
    }

    void latch(Recording recording) {
        for (Latched latched : recording.latched()) {
            pipe(latched.topic(), Topics.latchedKey(RIG, latched.frameId()), latched.value(), now);
        }
    }

    /** Sends a frame of rig {@link #RIG} on its sensor's topic. */
    void pipe(RecordedFrame frame) {
        pipe(topic(frame.channel().sensor()), RIG, frame.value(), frame.stamp());
    }

    void pipe(String topic, String key, byte[] value, Stamp stamp) {
        driver.createInputTopic(topic, new StringSerializer(), new ByteArraySerializer())
                .pipeInput(key, value, stamp.toMillis());
        Balance.assertHolds(tally);
    }

    String topic(String sensor) {
        return config.sensor(sensor).topic();
    }

    /** Moves the clock in small steps, as the stream thread's punctuator sees it. */
    void advanceTo(Stamp time) {
        while (now.isBefore(time)) {
            now = now.plusNanos(Math.min(TICK.toNanos(), time.nanosSince(now)));
            network.answer();
            driver.advanceWallClockTime(TICK);
            Balance.assertHolds(tally);
        }
    }

    /** From now on, a call of the model takes that long. */
    void modelTakes(Duration time) {
        network.takes(time);
    }

    Stamp now() {
        return now;
    }

    Tally tally() {
        return tally;
    }

    /** Returns how many entries the state store has: frames that wait, and what is known of the rigs' last sets. */
    long remembered() {
        return driver.getKeyValueStore(WaitingFrameStore.NAME).approximateNumEntries();
    }

    /** Masks since the last call. */
    List<Segmentation> masks() {
        return read(config.output().masks(), Segmentation.parser());
    }

    /** Dead letters since the last call. */
    List<DeadLetter> deadLetters() {
        return read(config.output().deadLetters(), DeadLetter.parser());
    }

    /** Transitions since the last call. */
    List<SensorHealth> transitions() {
        return read(config.output().health(), SensorHealth.parser());
    }

    /** Diagnostics since the last call. */
    List<byte[]> diagnostics() {
        return driver.createOutputTopic(
                        config.output().diagnostics(), new StringDeserializer(), new ByteArrayDeserializer())
                .readValuesToList();
    }

    /** The keys of transitions since the last call. */
    List<String> transitionKeys() {
        return driver
                .createOutputTopic(config.output().health(), new StringDeserializer(), new ByteArrayDeserializer())
                .readKeyValuesToList()
                .stream()
                .map(record -> record.key)
                .toList();
    }

    /** Frames of all sensors that ended in one of these. */
    long ended(Fate... fates) {
        long ended = 0;
        for (String sensor : tally.sensors()) {
            ended += Arrays.stream(fates)
                    .mapToLong(fate -> tally.count(sensor, fate))
                    .sum();
        }
        return ended;
    }

    private <T> List<T> read(String topic, Parser<T> parser) {
        List<T> messages = new ArrayList<>();
        for (byte[] value : driver.createOutputTopic(topic, new StringDeserializer(), new ByteArrayDeserializer())
                .readValuesToList()) {
            try {
                messages.add(parser.parseFrom(value));
            } catch (InvalidProtocolBufferException e) {
                throw new AssertionError(topic + " holds something else", e);
            }
        }
        return messages;
    }

    @Override
    public void close() {
        network.takes(Duration.ZERO); // closing waits for the network
        network.answer();
        driver.close();
    }

    private final class HandClock extends Clock {
        @Override
        public Instant instant() {
            return now.toInstant();
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
