package io.lynceus.stream;

import io.lynceus.health.HealthMonitor;
import io.lynceus.health.Transition;
import io.lynceus.proto.v1.DeadLetter;
import io.lynceus.proto.v1.Segmentation;
import io.lynceus.raster.Decoding.Malformed;
import io.lynceus.raster.Decoding.Rastered;
import io.lynceus.stream.FrameDecoder.Decoded;
import io.lynceus.sync.FrameRef;
import io.lynceus.sync.FrameSet;
import io.lynceus.sync.Outcome;
import io.lynceus.sync.Outcome.Fate;
import io.lynceus.sync.Outcome.FrameEnded;
import io.lynceus.sync.Outcome.SetEnded;
import io.lynceus.sync.Outcome.SetKind;
import io.lynceus.sync.RigClock;
import io.lynceus.sync.Synchronizer;
import io.lynceus.wire.Stamp;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of one rig's frames to masks.
 *
 * <pre>
 * {@link #arrive} ─▶ too old? shed ─▶ {@link WaitingFrame}: decoding starts on the pool
 *            └▶ {@link Synchronizer} ─▶ {@link #frameEnded} or {@link #setEnded}
 * setEnded ─▶ frames decoded? health monitor told ─▶ {@link SetSegmentation} ─▶ {@link Results#mask}
 * </pre>
 *
 * <p>A frame ends once. If its payload cannot be decoded it ends as malformed, whatever the matcher decided.
 *
 * <p>Thread safety: one stream thread; decoding runs elsewhere.
 */
public final class RigPipeline implements Outcome.Handler, AutoCloseable {
    /** Takes what comes out. */
    public interface Results {
        void mask(Segmentation mask);

        void transition(Transition transition);

        void deadLetter(DeadLetter letter);

        /** Takes note that a frame without a set is done: its results, if any, were handed over before. */
        void settled(FrameRef frame);

        /** Takes note that a set and its frames are done: its mask was handed over before. */
        void settled(FrameSet set);
    }

    /**
     * A set that the network works on.
     *
     * @param frames all of the set's frames by sensor, decoded or malformed
     */
    private record SetInFlight(FrameSet set, SetSegmentation segmentation, SortedMap<String, Decoded> frames) {}

    private static final Logger LOG = LoggerFactory.getLogger(RigPipeline.class);

    private final RigConfig config;
    private final SetSegmentation.Context segmentation;
    private final Synchronizer synchronizer;
    private final HealthMonitor health;
    private final FrameDecoder decoder;
    private final Tally tally;
    private final Results results;

    private final RigClock clock;
    private final Shedding shedding;
    private final HealthFeed healthFeed;
    private final int mostInFlight;

    private final Map<FrameRef, WaitingFrame> waiting = new HashMap<>();
    private final Deque<SetInFlight> inFlight = new ArrayDeque<>();
    private final Tally.Holder holder = this::held;
    /** Frames of each sensor that have not ended, as of the end of the last call; other threads read it. */
    private volatile Map<String, Long> held = Map.of();

    private final RepeatedWarnings remarks = new RepeatedWarnings(LOG);
    /** True if the last set had no usable sensor. */
    private boolean blind;

    RigPipeline(
            Regime regime,
            SetSegmentation.Context segmentation,
            Synchronizer synchronizer,
            FrameDecoder decoder,
            Tally tally,
            Results results) {
        this.config = segmentation.config();
        this.segmentation = segmentation;
        this.synchronizer = synchronizer;
        this.health = segmentation.health();
        this.decoder = decoder;
        this.tally = tally;
        this.results = results;
        this.clock = regime.clock();
        this.shedding = regime.shedding();
        this.healthFeed = regime.healthFeed(health);
        this.mostInFlight = regime.setsInFlight();
        tally.hold(holder);
    }

    /** Continues where another pipeline stopped, before the first frame; see {@link Synchronizer#resume}. */
    public void resume(Stamp lastSet, Map<String, Stamp> lastFrames) {
        synchronizer.resume(lastSet, lastFrames);
    }

    /** Returns true if that very record is held here already: it was delivered again. */
    public boolean holds(FrameRef frame) {
        return waiting.containsKey(frame)
                || inFlight.stream().anyMatch(set -> set.set.frames().containsValue(frame));
    }

    /** Takes a frame of a sensor of the rig file. Its decoding starts at once. */
    public void arrive(FrameRef frame, SentValue sent, Stamp wall) {
        RigConfig.Sensor sensor = config.sensor(frame.sensor());
        Stamp captured = frame.stamp().plusNanos(-sensor.stampOffset().toNanos());
        clock.arrived(captured, wall);
        clock.look(wall);
        healthFeed.arrived(frame);
        if (shedding.sheds(captured, clock.present())) {
            tally.ended(frame.sensor(), Fate.SHED);
            results.settled(frame);
            handle(synchronizer.alive(frame.sensor(), clock.input()));
        } else {
            waiting.put(frame, new WaitingFrame(frame, sent, decoder.decode(frame.rig(), sensor, sent.bytes())));
            handle(synchronizer.offer(frame, clock.input()));
        }
        countHeld();
        tally.received(frame.sensor());
    }

    /** Lets time pass: sets whose deadline is over leave, and silent sensors are noticed. */
    public void advance(Stamp wall) {
        clock.look(wall);
        handle(synchronizer.advance(clock.input()));
        while (!inFlight.isEmpty() && inFlight.getFirst().segmentation.isDone()) {
            finish(inFlight.removeFirst());
        }
        healthFeed.passed(clock).forEach(results::transition);
        countHeld();
    }

    /** Waits for the masks that are not out yet, and hands the frames that still wait to the partition's next owner. */
    @Override
    public void close() {
        while (!inFlight.isEmpty()) {
            finish(inFlight.removeFirst());
        }
        countHeld();
        tally.handOver(holder);
    }

    private void handle(List<Outcome> outcomes) {
        outcomes.forEach(outcome -> outcome.handTo(this));
    }

    /** Takes the end of a frame that is in no set. */
    @Override
    public void frameEnded(FrameEnded ended) {
        FrameRef frame = ended.frame();
        WaitingFrame held = take(frame);
        Decoded decoded = decoder.await(held, config.sensor(frame.sensor()));
        healthFeed.ended(frame, ended.fate());
        boolean usable = judge(held, decoded);
        decoder.release(decoded);
        tally.ended(frame.sensor(), usable ? ended.fate() : Fate.MALFORMED);
        results.settled(frame);
    }

    /** Takes a set that leaves, and sends it to the network if it is worth it. */
    @Override
    public void setEnded(SetEnded ended) {
        FrameSet set = ended.set();
        tally.set(ended.kind());
        healthFeed.left(set).forEach(results::transition);
        SortedMap<String, Decoded> all = new TreeMap<>();
        Map<String, Decoded> usable = new LinkedHashMap<>();
        Set<String> samples = new TreeSet<>();
        set.members().forEach((sensor, member) -> {
            WaitingFrame held = take(member.frame());
            Decoded decoded = decoder.await(held, config.sensor(sensor));
            all.put(sensor, decoded);
            held.sent().sampleId().ifPresent(samples::add);
            if (judge(held, decoded)) {
                usable.put(sensor, decoded);
            }
        });
        if (ended.kind() == SetKind.EXPIRED) {
            settle(set, all, Fate.EXPIRED);
        } else if (shedding.isTooOld(set.stamp(), clock.present())) {
            tally.shedSet();
            settle(set, all, Fate.SHED);
        } else {
            inFlight.addLast(new SetInFlight(
                    set, SetSegmentation.begin(segmentation, set, only(samples), usable, clock.present()), all));
            while (inFlight.size() > mostInFlight) {
                finish(inFlight.removeFirst());
            }
        }
    }

    private WaitingFrame take(FrameRef frame) {
        WaitingFrame held = waiting.remove(frame);
        if (held == null) {
            throw new IllegalStateException(frame + " ends but does not wait here");
        }
        return held;
    }

    /** Returns the only sample id; empty if the frames belong to several samples. */
    private static String only(Set<String> samples) {
        return samples.size() == 1 ? samples.iterator().next() : "";
    }

    private void finish(SetInFlight oldest) {
        Segmentation message = oldest.segmentation.finish();
        tally.published(message);
        results.mask(message);
        if (message.hasClasses()) {
            tally.mask();
        } else {
            tally.unusableSet();
        }
        logBlindness(message);
        settle(oldest.set, oldest.frames, Fate.MATCHED);
    }

    /** Logs when masks stop for lack of a usable sensor, and when they come again. */
    private void logBlindness(Segmentation message) {
        Stamp stamp = Stamp.of(message.getTimestamp());
        if (!message.hasClasses() && !blind) {
            LOG.warn("{} has no mask from set {} on: {}", message.getRig(), stamp, message.getNoMaskReason());
        } else if (message.hasClasses() && blind) {
            LOG.info("{} has usable sensors again from set {} on", message.getRig(), stamp);
        }
        blind = !message.hasClasses();
    }

    private void settle(FrameSet set, SortedMap<String, Decoded> frames, Fate fate) {
        frames.forEach((sensor, decoded) -> {
            boolean usable = decoded.decoding().match(rastered -> true, malformed -> false);
            tally.ended(sensor, usable ? fate : Fate.MALFORMED);
            decoder.release(decoded);
        });
        results.settled(set);
    }

    /** Tells the health monitor what the frame holds; returns false, after a dead letter, if it cannot be decoded. */
    private boolean judge(WaitingFrame frame, Decoded decoded) {
        return decoded.decoding().match(rastered -> good(frame, rastered), malformed -> bad(frame, malformed));
    }

    private boolean good(WaitingFrame frame, Rastered rastered) {
        FrameRef ref = frame.ref();
        rastered.remark().ifPresent(remark -> remarks.warn(ref.sensor(), ref + ": " + remark));
        health.observed(ref.sensor(), ref.stamp(), rastered.statistics()).forEach(results::transition);
        return true;
    }

    private boolean bad(WaitingFrame frame, Malformed malformed) {
        FrameRef ref = frame.ref();
        health.malformed(ref.sensor(), ref.stamp(), malformed.reason()).forEach(results::transition);
        results.deadLetter(DeadLetters.of(
                ref, malformed.reason(), malformed.byteOffset(), frame.sent().bytes()));
        return false;
    }

    /** Counts frames where they are: with the matcher, and in sets that the network works on. */
    private void countHeld() {
        Map<String, Long> counts = new HashMap<>();
        for (RigConfig.Sensor sensor : config.sensors()) {
            long inSets = inFlight.stream()
                    .filter(set -> set.frames.containsKey(sensor.name()))
                    .count();
            counts.put(sensor.name(), synchronizer.pending(sensor.name()) + inSets);
        }
        held = counts;
    }

    private long held(String sensor) {
        return held.getOrDefault(sensor, 0L);
    }
}
