package io.lynceus.stream;

import io.lynceus.dataset.RecordedFrame;
import io.lynceus.dataset.Recording;
import io.lynceus.health.Transition;
import io.lynceus.proto.v1.DeadLetter;
import io.lynceus.proto.v1.Segmentation;
import io.lynceus.raster.RasterSize;
import io.lynceus.rig.RigConfig;
import io.lynceus.sync.FrameRef;
import io.lynceus.sync.FrameSet;
import io.lynceus.sync.Outcome.Fate;
import io.lynceus.sync.RecordAddress;
import io.lynceus.wire.Stamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A rig's real pipeline with a store of what has not settled, so that a test can restart it. Time is the test's. */
final class PipelineRig implements RigPipeline.Results, AutoCloseable {
    static final Stamp START = Stamp.ofMillis(1_700_000_000_000L);

    private static final Map<String, byte[]> VALUES = values();

    private final RigConfig config;
    private Stamp now = START;
    private final HandNetwork network = new HandNetwork(() -> now);
    private final Map<String, Long> offsets = new HashMap<>();
    private Tally tally;
    private RigPipeline pipeline;

    final List<Segmentation> masks = new ArrayList<>();
    final List<DeadLetter> letters = new ArrayList<>();
    final List<Transition> transitions = new ArrayList<>();
    final Set<FrameRef> unsettled = new LinkedHashSet<>();
    private final Map<FrameRef, SentValue> log = new HashMap<>();
    private Optional<Stamp> lastSet = Optional.empty();
    private final Map<String, Stamp> lastFrames = new HashMap<>();
    private Optional<RigSnapshot> snapshot = Optional.empty();

    PipelineRig(RigConfig config) {
        this.config = config;
        this.tally = tally();
        this.pipeline = open();
    }

    /** A value of each sensor that can be decoded; lidar's needs a calibration, which the rig lacks. */
    private static Map<String, byte[]> values() {
        Map<String, byte[]> values = new HashMap<>();
        try (Recording street = Rigs.street(21, Duration.ofMillis(300))) {
            for (Iterator<RecordedFrame> frames = street.frames(street.start()); frames.hasNext(); ) {
                RecordedFrame frame = frames.next();
                values.putIfAbsent(frame.channel().sensor(), frame.value());
            }
        } catch (Exception e) {
            throw new AssertionError("the street has no files to fail with", e);
        }
        return values;
    }

    private Tally tally() {
        return new Tally(config.sensors().stream().map(RigConfig.Sensor::name).toList());
    }

    private RigPipeline open() {
        RasterSize size = new RasterSize(FixedSegmenter.SIDE, FixedSegmenter.SIDE);
        FrameDecoder decoder = new FrameDecoder(Runnable::run, new Calibrations(), size);
        RigPipeline opened =
                new RigPipelines(config, Regime.of(config.sync()), network, decoder, tally).open("a", this);
        lastSet.ifPresent(last -> opened.resume(last, lastFrames, Map.of(), snapshot));
        return opened;
    }

    /** Sends a frame that can be decoded, unless its sensor is lidar. */
    FrameRef arrive(String sensor, Stamp stamp, Stamp wall) {
        return arrive(sensor, stamp, VALUES.get(sensor), wall);
    }

    FrameRef arrive(String sensor, Stamp stamp, byte[] value, Stamp wall) {
        long offset = offsets.merge(sensor, 1L, Long::sum);
        FrameRef frame = new FrameRef(
                "a", sensor, stamp, new RecordAddress(config.sensor(sensor).topic(), 0, offset));
        SentValue sent = new SentValue(value, Optional.of("sample"));
        log.put(frame, sent);
        unsettled.add(frame);
        moveTo(wall);
        pipeline.arrive(frame, sent, wall);
        return frame;
    }

    /** From now on, a call of the network takes that long. */
    void networkTakes(Duration time) {
        network.takes(time);
    }

    private void moveTo(Stamp wall) {
        now = wall;
        network.answer();
    }

    void advance(Stamp wall) {
        moveTo(wall);
        pipeline.advance(wall);
    }

    /** The partition goes to another task of this process. */
    void rebalance(Stamp wall) {
        network.takes(Duration.ZERO);
        moveTo(wall);
        pipeline.close();
        Balance.assertHolds(tally);
        reopen(wall);
    }

    /** The process is killed, and another one goes on. */
    void kill(Stamp wall) {
        tally = tally();
        reopen(wall);
    }

    private void reopen(Stamp wall) {
        pipeline = open();
        for (FrameRef frame : List.copyOf(unsettled)) {
            pipeline.arrive(frame, log.get(frame), wall);
        }
    }

    Tally accounts() {
        return tally;
    }

    /** Returns how many frames of a sensor have not settled. */
    long unsettled(String sensor) {
        return unsettled.stream().filter(frame -> frame.sensor().equals(sensor)).count();
    }

    @Override
    public void mask(Segmentation mask) {
        masks.add(mask);
    }

    @Override
    public void transition(Transition transition) {
        transitions.add(transition);
    }

    @Override
    public void deadLetter(DeadLetter letter) {
        letters.add(letter);
    }

    @Override
    public void settled(FrameRef frame, Fate decided) {
        unsettled.remove(frame);
    }

    @Override
    public void settled(FrameSet set) {
        unsettled.removeAll(set.frames().values());
        lastSet = Optional.of(set.stamp());
        set.frames().forEach((sensor, frame) -> lastFrames.put(sensor, frame.stamp()));
    }

    @Override
    public void remember(RigSnapshot after) {
        snapshot = Optional.of(after);
    }

    @Override
    public void close() {
        network.takes(Duration.ZERO); // closing waits for the network
        network.answer();
        pipeline.close();
    }
}
