package io.lynceus.stream;

import io.lynceus.health.HealthMonitor;
import io.lynceus.proto.v1.Segmentation;
import io.lynceus.raster.Decoding.Malformed;
import io.lynceus.raster.Decoding.Rastered;
import io.lynceus.stream.FrameDecoder.Decoded;
import io.lynceus.stream.message.DeadLetters;
import io.lynceus.sync.FrameRef;
import io.lynceus.sync.Outcome.Fate;
import io.lynceus.wire.Stamp;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has left a rig's matcher and has not ended yet: single frames, sets that go through the network, and sets that are dropped.
 * Sets and judged frames end in the order in which they were judged, so that a restart never finds the end of a set before that of
 * an older one, and goes on from the sensors' health of exactly that moment.
 *
 * <p>Thread safety: one stream thread.
 */
final class Leaving {
    private static final Logger LOG = LoggerFactory.getLogger(Leaving.class);
    /** So many single frames may wait to be decoded; of more, the thread waits for the first. */
    private static final int MOST_SINGLES = 64;

    private record Single(WaitingFrame frame, Fate fate) {}

    private final SetSegmentation.Context context;
    private final FrameDecoder decoder;
    private final Tally tally;
    private final Punctuality punctuality;
    private final RigPipeline.Results results;
    private final boolean awaitsEachSet;
    private final Regime regime;

    private final Deque<Single> singles = new ArrayDeque<>();
    private final Backlog backlog;
    private final Deque<Exit> exits = new ArrayDeque<>();
    private final Beliefs beliefs;
    private int inNetwork;
    private Optional<Duration> roundTrip = Optional.empty();

    private final RepeatedWarnings remarks = new RepeatedWarnings(LOG);
    /** True if the last set had no usable sensor. */
    private boolean blind;

    Leaving(
            Regime regime,
            SetSegmentation.Context context,
            FrameDecoder decoder,
            Tally tally,
            Punctuality punctuality,
            RigPipeline.Results results) {
        this.context = context;
        this.decoder = decoder;
        this.tally = tally;
        this.punctuality = punctuality;
        this.results = results;
        this.regime = regime;
        this.awaitsEachSet = regime.awaitsEachSet();
        this.backlog = regime.backlog();
        this.beliefs = new Beliefs(context.health());
    }

    /** Goes on, before the first frame, where another pipeline stopped. */
    void restore(RigSnapshot snapshot) {
        context.health().restore(snapshot.health());
        beliefs.restore(snapshot.qualities());
    }

    /** Takes a frame that is in no set. */
    void single(WaitingFrame frame, Fate fate) {
        singles.addLast(new Single(frame, fate));
        if (awaitsEachSet || singles.size() > MOST_SINGLES) {
            end(singles.removeFirst());
        }
    }

    /** Takes a set for the network. */
    void set(MatchedSet set, Stamp now) {
        backlog.add(set, now);
        if (awaitsEachSet) {
            proceed(now);
        }
    }

    /** Takes a set that is not worth the network's time, or may not be formed. */
    void drop(MatchedSet set, Fate fate) {
        SortedMap<String, Fate> fates = new TreeMap<>();
        set.frames().forEach((sensor, frame) -> fates.put(sensor, drop(frame, fate)));
        exits.addLast(new Exit.Dropped(set.set(), fates, context.health().snapshot()));
    }

    /** Judges a frame if that takes no waiting. */
    private Fate drop(WaitingFrame frame, Fate fate) {
        if (!awaitsEachSet && !frame.decoding().isDone()) {
            decoder.abandon(frame.decoding());
            return fate;
        }
        return judged(frame, fate);
    }

    /** Takes note that a frame was shed when it came. */
    void shedOnArrival(Stamp now) {
        backlog.cameLate(now);
        punctuality.shed(context.rig(), now);
    }

    /** Goes on after a frame has come. A rig that is behind reads what there is to read first, and then takes the newest set. */
    void proceedBehindFrames(Stamp now) {
        if (backlog.isBehind()) {
            finishDone(now);
        } else {
            proceed(now);
        }
    }

    /** Ends what can end without waiting, and hands the next sets to the network. */
    void proceed(Stamp now) {
        finishDone(now);
        endDecodedSingles();
        for (Backlog.Shed shed : backlog.takeShed(now)) {
            tally.shedSet(shed.overload());
            punctuality.shed(context.rig(), now);
            drop(shed.set(), Fate.SHED);
        }
        Optional<MatchedSet> next = backlog.take(inNetwork, roundTrip);
        while (next.isPresent()) {
            begin(next.get(), now);
            next = backlog.take(inNetwork, roundTrip);
        }
        finishDone(now);
    }

    private void endDecodedSingles() {
        for (Iterator<Single> all = singles.iterator(); all.hasNext(); ) {
            Single single = all.next();
            if (single.frame.decoding().isDone()) {
                all.remove();
                end(single);
            }
        }
    }

    private void end(Single single) {
        Fate fate = judged(single.frame, single.fate);
        exits.addLast(new Exit.Alone(
                single.frame.ref(), single.fate, fate, context.health().snapshot()));
    }

    private void begin(MatchedSet matched, Stamp now) {
        SortedMap<String, Decoded> all = new TreeMap<>();
        Map<String, Decoded> usable = new LinkedHashMap<>();
        Set<String> samples = new TreeSet<>();
        beliefs.begin();
        matched.frames().forEach((sensor, frame) -> {
            Decoded decoded = decoder.await(frame, context.config().sensor(sensor));
            all.put(sensor, decoded);
            frame.sent().sampleId().ifPresent(samples::add);
            if (judge(frame, decoded, true)) {
                usable.put(sensor, decoded);
            }
        });
        exits.addLast(new Exit.Segmented(
                matched.set(),
                now,
                SetSegmentation.begin(context, matched.set(), only(samples), usable, now),
                all,
                context.health().snapshot()));
        inNetwork++;
        while (awaitsEachSet && inNetwork > 1) {
            finish(exits.removeFirst(), now);
        }
    }

    /** A set whose frames belong to several samples belongs to none. */
    private static String only(Set<String> samples) {
        return samples.size() == 1 ? samples.iterator().next() : "";
    }

    private void finishDone(Stamp now) {
        while (!exits.isEmpty() && exits.getFirst().isDone()) {
            finish(exits.removeFirst(), now);
        }
    }

    private void finish(Exit exit, Stamp now) {
        if (exit instanceof Exit.Segmented segmented) {
            inNetwork--;
            roundTrip = Optional.of(Duration.ofNanos(now.nanosSince(segmented.begun())));
            publish(segmented, now);
        } else if (exit instanceof Exit.Dropped dropped) {
            dropped.fates().forEach(tally::ended);
        }
        if (exit instanceof Exit.OfSet leaves) {
            results.settled(leaves.set());
        } else if (exit instanceof Exit.Alone alone) {
            tally.ended(alone.frame().sensor(), alone.fate());
            results.settled(alone.frame(), alone.decided());
        }
        results.remember(new RigSnapshot(exit.health(), beliefs.last()));
    }

    private void publish(Exit.Segmented set, Stamp now) {
        Segmentation message = set.segmentation().finish();
        beliefs.finish(message);
        tally.published(message);
        results.mask(message);
        if (message.hasClasses()) {
            tally.mask();
        } else {
            tally.unusableSet();
        }
        logBlindness(message);
        punctuality.mask(
                context.rig(), Duration.ofNanos(now.nanosSince(set.set().stamp())), now);
        set.frames().forEach((sensor, decoded) -> {
            boolean usable = decoded.decoding().match(rastered -> true, malformed -> false);
            tally.ended(sensor, usable ? Fate.MATCHED : Fate.MALFORMED);
            decoder.release(decoded);
        });
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

    /** Waits for a frame's raster, and returns how the frame ends. */
    private Fate judged(WaitingFrame frame, Fate fate) {
        Decoded decoded =
                decoder.await(frame, context.config().sensor(frame.ref().sensor()));
        boolean usable = judge(frame, decoded, regime.isTelling(fate));
        decoder.release(decoded);
        return usable ? fate : Fate.MALFORMED;
    }

    /**
     * Looks at what the frame holds; returns false, after a dead letter, if it cannot be decoded.
     *
     * @param isTelling whether the health monitor is told
     */
    private boolean judge(WaitingFrame frame, Decoded decoded, boolean isTelling) {
        return decoded.decoding()
                .match(rastered -> good(frame, rastered, isTelling), malformed -> bad(frame, malformed, isTelling));
    }

    private boolean good(WaitingFrame frame, Rastered rastered, boolean isTelling) {
        FrameRef ref = frame.ref();
        rastered.remark().ifPresent(remark -> remarks.warn(ref.sensor(), ref + ": " + remark));
        if (isTelling) {
            HealthMonitor health = context.health();
            health.observed(ref.sensor(), ref.stamp(), rastered.statistics()).forEach(results::transition);
        }
        return true;
    }

    private boolean bad(WaitingFrame frame, Malformed malformed, boolean isTelling) {
        FrameRef ref = frame.ref();
        if (isTelling) {
            context.health()
                    .malformed(ref.sensor(), ref.stamp(), malformed.reason())
                    .forEach(results::transition);
        }
        results.deadLetter(DeadLetters.of(
                ref, malformed.reason(), malformed.byteOffset(), frame.sent().bytes()));
        return false;
    }

    /** Waits for what the network works on; the rest stays, for the partition's next owner. */
    void finishAll(Stamp now) {
        while (!exits.isEmpty()) {
            finish(exits.removeFirst(), now);
        }
    }

    /** Gives up all decoding that still waits. */
    void abandonAll() {
        singles.forEach(single -> decoder.abandon(single.frame.decoding()));
        backlog.all().forEach(set -> set.frames().values().forEach(frame -> decoder.abandon(frame.decoding())));
    }

    boolean holds(FrameRef frame) {
        return singles.stream().anyMatch(single -> single.frame.ref().equals(frame))
                || backlog.all().anyMatch(set -> set.holds(frame))
                || exits.stream().anyMatch(exit -> exit.holds(frame));
    }

    /** Returns how many frames of a sensor are here. */
    long held(String sensor) {
        return singles.stream()
                        .filter(single -> single.frame.ref().sensor().equals(sensor))
                        .count()
                + backlog.all().filter(set -> set.frames().containsKey(sensor)).count()
                + exits.stream().filter(exit -> exit.has(sensor)).count();
    }
}
