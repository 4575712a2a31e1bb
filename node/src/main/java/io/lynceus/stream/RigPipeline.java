package io.lynceus.stream;

import io.lynceus.health.Transition;
import io.lynceus.proto.v1.DeadLetter;
import io.lynceus.proto.v1.Segmentation;
import io.lynceus.rig.RigConfig;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The way of one rig's frames to masks.
 *
 * <pre>
 * {@link #arrive} ─▶ too old? shed ─▶ {@link WaitingFrame}: decoding starts on the pool
 *            └▶ {@link Synchronizer} ─▶ {@link #frameEnded} or {@link #setEnded} ─▶ {@link Leaving}
 * Leaving ─▶ {@link Backlog}: whose turn is it? ─▶ health monitor told ─▶ {@link SetSegmentation} ─▶ {@link Results#mask}
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

        /**
         * Takes note that a frame without a set is done: its results, if any, were handed over before.
         *
         * @param decided what the matcher decided, whatever the frame holds
         */
        void settled(FrameRef frame, Fate decided);

        /** Takes note that a set and its frames are done: its mask was handed over before. */
        void settled(FrameSet set);

        /** Takes the state after all that has settled, for the rig's next owner; see {@link RigPipeline#resume}. */
        void remember(RigSnapshot snapshot);
    }

    private final RigConfig config;
    private final Synchronizer synchronizer;
    private final FrameDecoder decoder;
    private final Tally tally;
    private final Results results;

    private final RigClock clock;
    private final Shedding shedding;
    private final HealthFeed healthFeed;

    private final Map<FrameRef, WaitingFrame> waiting = new HashMap<>();
    private final Leaving leaving;
    private final Tally.Holder holder = this::held;
    /** Frames of each sensor that have not ended, as of the end of the last call; other threads read it. */
    private volatile Map<String, Long> held = Map.of();

    RigPipeline(
            Regime regime,
            SetSegmentation.Context segmentation,
            Synchronizer synchronizer,
            FrameDecoder decoder,
            Tally tally,
            Punctuality punctuality,
            Results results) {
        this.config = segmentation.config();
        this.synchronizer = synchronizer;
        this.decoder = decoder;
        this.tally = tally;
        this.results = results;
        this.clock = regime.clock();
        this.shedding = regime.shedding();
        this.healthFeed = regime.healthFeed(segmentation.health());
        this.leaving = new Leaving(regime, segmentation, decoder, tally, punctuality, results);
        tally.hold(holder);
    }

    /**
     * Continues where another pipeline stopped, before the first frame; see {@link Synchronizer#resume}.
     *
     * @param snapshot what the other one told to {@link Results#remember}; empty: the sensors' health begins anew
     */
    public void resume(
            Stamp lastSet,
            Map<String, Stamp> lastFrames,
            Map<String, List<Stamp>> seen,
            Optional<RigSnapshot> snapshot) {
        synchronizer.resume(lastSet, lastFrames, seen);
        snapshot.ifPresent(leaving::restore);
    }

    /** Returns true if that very record is held here already: it was delivered again. */
    public boolean holds(FrameRef frame) {
        return waiting.containsKey(frame) || leaving.holds(frame);
    }

    /** Takes a frame of a sensor of the rig file. Its decoding starts at once. */
    public void arrive(FrameRef frame, SentValue sent, Stamp wall) {
        RigConfig.Sensor sensor = config.sensor(frame.sensor());
        Stamp captured = frame.stamp().plusNanos(-sensor.stampOffset().toNanos());
        clock.arrived(captured, wall);
        clock.look(wall);
        healthFeed.arrived(frame);
        if (shedding.sheds(captured, clock.present())) {
            tally.shedOnArrival(frame.sensor(), clock.present().nanosSince(captured));
            results.settled(frame, Fate.SHED);
            leaving.shedOnArrival(clock.present());
            handle(synchronizer.alive(frame.sensor(), clock.input()));
        } else {
            waiting.put(frame, new WaitingFrame(frame, sent, decoder.decode(frame.rig(), sensor, sent.bytes())));
            handle(synchronizer.offer(frame, clock.input()));
        }
        leaving.proceedBehindFrames(clock.present());
        countHeld();
        tally.received(frame.sensor());
    }

    /** Lets time pass, when what has come was taken: sets whose deadline is over leave, and silent sensors are noticed. */
    public void advance(Stamp wall) {
        clock.look(wall);
        handle(synchronizer.advance(clock.input()));
        leaving.proceed(clock.present());
        healthFeed.passed(clock).forEach(results::transition);
        countHeld();
    }

    /** Returns true if no frame is held: they all have ended. */
    public boolean isIdle() {
        return waiting.isEmpty() && held.values().stream().noneMatch(frames -> frames > 0);
    }

    /** Waits for the masks that are not out yet, and hands the frames that still wait to the partition's next owner. */
    @Override
    public void close() {
        leaving.finishAll(clock.present());
        countHeld();
        tally.handOver(holder);
        waiting.values().forEach(frame -> decoder.abandon(frame.decoding()));
        leaving.abandonAll();
    }

    private void handle(List<Outcome> outcomes) {
        outcomes.forEach(outcome -> outcome.handTo(this));
    }

    /** Takes the end of a frame that is in no set. */
    @Override
    public void frameEnded(FrameEnded ended) {
        healthFeed.ended(ended.frame(), ended.fate());
        leaving.single(take(ended.frame()), ended.fate());
    }

    /** Takes a set that leaves. */
    @Override
    public void setEnded(SetEnded ended) {
        FrameSet set = ended.set();
        tally.set(ended.kind());
        healthFeed.left(set).forEach(results::transition);
        SortedMap<String, WaitingFrame> frames = new TreeMap<>();
        set.members().forEach((sensor, member) -> frames.put(sensor, take(member.frame())));
        MatchedSet matched = new MatchedSet(set, frames);
        if (ended.kind() == SetKind.EXPIRED) {
            leaving.drop(matched, Fate.EXPIRED);
        } else {
            leaving.set(matched, clock.present());
        }
    }

    private WaitingFrame take(FrameRef frame) {
        WaitingFrame held = waiting.remove(frame);
        if (held == null) {
            throw new IllegalStateException(frame + " ends but does not wait here");
        }
        return held;
    }

    /** Counts frames where they are: with the matcher, and behind it. */
    private void countHeld() {
        Map<String, Long> counts = new HashMap<>();
        for (RigConfig.Sensor sensor : config.sensors()) {
            counts.put(sensor.name(), synchronizer.pending(sensor.name()) + leaving.held(sensor.name()));
        }
        held = counts;
    }

    private long held(String sensor) {
        return held.getOrDefault(sensor, 0L);
    }
}
