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
import io.lynceus.sync.InputTime;
import io.lynceus.sync.Outcome;
import io.lynceus.sync.Outcome.Fate;
import io.lynceus.sync.Outcome.FrameEnded;
import io.lynceus.sync.Outcome.SetEnded;
import io.lynceus.sync.Outcome.SetKind;
import io.lynceus.sync.Synchronizer;
import io.lynceus.wire.Stamp;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One rig's way from frames to masks: matches, takes decoded payloads to the sets, keeps the sensors' health, and accounts for
 * every frame.
 *
 * <p>A frame ends once. If its payload cannot be decoded it ends as malformed, whatever the matcher said of it.
 *
 * <p>Thread safety: one stream thread; decoding goes on elsewhere.
 */
final class RigPipeline {
    /** Where results go. */
    interface Sink {
        void mask(Segmentation mask);

        void transition(Transition transition);

        void deadLetter(DeadLetter letter);

        /** The frame waits no longer. */
        void settled(FrameRef frame);
    }

    /** A frame whose set is not there yet. */
    private record Waiting(DeadLetters.Place place, PayloadReader.Sent sent, CompletableFuture<Decoded> decoded) {}

    /**
     * A set that the network works on.
     *
     * @param fates of its frames, once the mask is out
     */
    private record InFlight(
            FrameSet set, SetSegmenter.Begun begun, Map<String, Decoded> rasters, Map<String, Fate> fates) {}

    private static final Duration SENSORS_START_WITHIN = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(RigPipeline.class);

    private final RigConfig config;
    private final Synchronizer synchronizer;
    private final HealthMonitor health;
    private final FrameDecoder decoder;
    private final SetSegmenter segmenter;
    private final Tally tally;
    private final Sink sink;
    private final Map<FrameRef, Waiting> waiting = new HashMap<>();
    private final Deque<InFlight> inFlight = new ArrayDeque<>();
    private final int mostInFlight;
    private final InputTime inputTime;
    private final Shedding shedding;
    /** Live, before then no sensor is called silent: it may start after the node does. */
    private Optional<Stamp> watchFrom = Optional.empty();
    /** The last set had no usable sensor. */
    private boolean blind;

    RigPipeline(
            RigConfig config,
            Synchronizer synchronizer,
            HealthMonitor health,
            FrameDecoder decoder,
            SetSegmenter segmenter,
            Tally tally,
            Sink sink) {
        this.config = config;
        this.synchronizer = synchronizer;
        this.health = health;
        this.decoder = decoder;
        this.segmenter = segmenter;
        this.tally = tally;
        this.sink = sink;
        this.inputTime = new InputTime(config.sync().deadline().dividedBy(2));
        this.shedding = new Shedding(config.sync().maxAge(), config.sync().tolerance());
        // Live, nothing is read while the network works, so that what is too old by then is shed. A recording loses
        // nothing:
        // its next set is matched and decoded meanwhile, and the network need not wait for it.
        this.mostInFlight = isLive() ? 0 : 1;
    }

    /** True if that very record waits here already: it was delivered again. */
    boolean holds(FrameRef frame) {
        return waiting.containsKey(frame)
                || inFlight.stream().anyMatch(set -> set.set.frames().containsValue(frame));
    }

    /** A frame has come. Its decoding starts at once. */
    void arrive(FrameRef frame, DeadLetters.Place place, PayloadReader.Sent sent, Stamp now) {
        tally.received(frame.sensor());
        RigConfig.Sensor sensor = config.sensorOn(place.topic());
        Stamp captured = frame.stamp().plusNanos(-sensor.stampOffset().toNanos());
        if (isLive()) {
            health.alive(frame.sensor(), frame.stamp());
            inputTime.arrived(captured, now);
        }
        if (isLive() && shedding.sheds(captured, now)) {
            tally.ended(frame.sensor(), Fate.SHED);
            sink.settled(frame);
            handle(synchronizer.alive(frame.sensor(), byInput(now)), now);
            return;
        }
        waiting.put(frame, new Waiting(place, sent, decoder.decode(frame.rig(), sensor, sent.value())));
        handle(synchronizer.offer(frame, byInput(now)), now);
    }

    /** Time has passed: sets whose deadline is over leave, silent sensors are noticed. */
    void advance(Stamp now) {
        Stamp input = byInput(now);
        handle(synchronizer.advance(input), now);
        while (!inFlight.isEmpty() && inFlight.getFirst().begun.isDone()) {
            finish(inFlight.removeFirst());
        }
        if (isLive() && mayBeSilent(now)) {
            health.advance(input, Duration.ofNanos(now.nanosSince(input))).forEach(sink::transition);
        }
    }

    private Stamp byInput(Stamp now) {
        return isLive() ? inputTime.at(now) : now;
    }

    private boolean mayBeSilent(Stamp now) {
        if (watchFrom.isEmpty()) {
            watchFrom = Optional.of(now.plus(SENSORS_START_WITHIN));
        }
        return !now.isBefore(watchFrom.orElseThrow());
    }

    /** Waits for the masks that are not out yet. */
    void drain() {
        while (!inFlight.isEmpty()) {
            finish(inFlight.removeFirst());
        }
    }

    private boolean isLive() {
        return config.sync().mode() == RigConfig.Mode.LIVE;
    }

    private void handle(List<Outcome> outcomes, Stamp now) {
        for (Outcome outcome : outcomes) {
            Runnable end = outcome.match(frame -> () -> end(frame), set -> () -> end(set, now));
            end.run();
        }
    }

    private void end(FrameEnded ended) {
        Waiting held = waiting.remove(ended.frame());
        if (held == null) {
            tally.ended(ended.frame().sensor(), ended.fate());
            return;
        }
        Decoded decoded = held.decoded.join();
        if (!isLive() && ended.fate() == Fate.SURPLUS) {
            health.alive(ended.frame().sensor(), ended.frame().stamp());
        }
        boolean usable = judge(ended.frame(), held, decoded);
        decoder.release(decoded);
        tally.ended(ended.frame().sensor(), usable ? ended.fate() : Fate.MALFORMED);
        sink.settled(ended.frame());
    }

    private void end(SetEnded ended, Stamp now) {
        FrameSet set = ended.set();
        tally.set(ended.kind());
        if (!isLive()) {
            // Sensors' streams may have been read unevenly far; only the sets' own order is the same in every replay.
            set.frames().forEach((sensor, frame) -> health.alive(sensor, frame.stamp()));
            health.advance(set.stamp()).forEach(sink::transition);
        }
        Map<String, Decoded> usable = new LinkedHashMap<>();
        Map<String, Decoded> all = new LinkedHashMap<>();
        Map<String, Fate> fates = new LinkedHashMap<>();
        Set<String> samples = new TreeSet<>();
        Fate fate = ended.kind() == SetKind.EXPIRED
                ? Fate.EXPIRED
                : isLive() && shedding.isTooOld(set.stamp(), now) ? Fate.SHED : Fate.MATCHED;
        set.frames().forEach((sensor, frame) -> {
            Waiting held = waiting.remove(frame);
            if (held == null) {
                throw new IllegalStateException(frame + " is in a set but was never seen");
            }
            Decoded decoded = held.decoded.join();
            all.put(sensor, decoded);
            held.sent.sampleId().ifPresent(samples::add);
            boolean good = judge(frame, held, decoded);
            if (good) {
                usable.put(sensor, decoded);
            }
            fates.put(sensor, good ? fate : Fate.MALFORMED);
        });
        if (fate == Fate.MATCHED) {
            inFlight.addLast(new InFlight(set, segmenter.begin(set, only(samples), usable, health, now), all, fates));
            while (inFlight.size() > mostInFlight) {
                finish(inFlight.removeFirst());
            }
            return;
        }
        if (fate == Fate.SHED) {
            tally.shedSet();
        }
        settle(set, all, fates);
    }

    /** A set of frames of several samples is of none. */
    private static String only(Set<String> samples) {
        return samples.size() == 1 ? samples.iterator().next() : "";
    }

    private void finish(InFlight oldest) {
        oldest.begun
                .finish()
                .<Runnable>match(masked -> () -> masked(masked), unusable -> () -> unusable(unusable))
                .run();
        settle(oldest.set, oldest.rasters, oldest.fates);
    }

    private void settle(FrameSet set, Map<String, Decoded> rasters, Map<String, Fate> fates) {
        fates.forEach(tally::ended);
        rasters.values().forEach(decoder::release);
        set.frames().values().forEach(sink::settled);
    }

    private void masked(Segmented.Masked masked) {
        tally.mask();
        tally.published(masked.message());
        sink.mask(masked.message());
        if (blind) {
            LOG.info(
                    "{} has sensors again from set {} on",
                    masked.message().getRig(),
                    Stamp.of(masked.message().getTimestamp()));
        }
        blind = false;
    }

    private void unusable(Segmented.Unusable unusable) {
        tally.unusableSet();
        tally.published(unusable.message());
        sink.mask(unusable.message());
        if (!blind) {
            LOG.warn(
                    "{} has no mask from set {} on: {}",
                    unusable.message().getRig(),
                    Stamp.of(unusable.message().getTimestamp()),
                    unusable.message().getNoMaskReason());
        }
        blind = true;
    }

    /** Tells the health monitor what the frame holds; false, and a dead letter, if it cannot be decoded. */
    private boolean judge(FrameRef frame, Waiting held, Decoded decoded) {
        return decoded.decoding().match(rastered -> good(frame, rastered), malformed -> bad(frame, held, malformed));
    }

    private boolean good(FrameRef frame, Rastered rastered) {
        health.observed(frame.sensor(), frame.stamp(), rastered.statistics()).forEach(sink::transition);
        return true;
    }

    private boolean bad(FrameRef frame, Waiting held, Malformed malformed) {
        health.malformed(frame.sensor(), frame.stamp(), malformed.reason()).forEach(sink::transition);
        sink.deadLetter(DeadLetters.of(
                held.place, frame.stamp(), malformed.reason(), malformed.byteOffset(), held.sent.value()));
        return false;
    }
}
