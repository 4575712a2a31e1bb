package io.lynceus.stream;

import io.lynceus.rig.RigConfig;
import io.lynceus.sync.Outcome.Fate;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Says when a node gets nothing, or makes nothing of what it gets: once for each sensor and cause, and again when the loss has
 * grown tenfold. Sensors that lose frames by the same cause at the same time share a sentence. What was shed while the node
 * started is told apart, because it says nothing about the node's speed.
 *
 * <p>Pure: time is given. Thread safety: one thread.
 */
public final class LossWatch {
    private static final long WINDOW_NANOS = 10_000_000_000L;
    /** A node may need long for its first call on an accelerator. */
    private static final long WITHOUT_MASK_NANOS = 30_000_000_000L;

    /** How long the code is compiled and what was sent before is worked off. */
    private static final long STARTING_NANOS = 10_000_000_000L;

    private static final int LEAST_FRAMES = 10;
    private static final double MUCH = 0.5;
    private static final int AGAIN = 10;
    /** Frames that are so old come from a recording, and not from a vehicle that is a little late. */
    private static final Duration RECORDED = Duration.ofMinutes(10);

    private static final List<Fate> LOSSES = List.of(Fate.SHED, Fate.LATE, Fate.EXPIRED);

    /** Counts of a sensor at one time. */
    private record Counts(long received, Map<Fate, Long> ended) {
        long ended(Fate fate) {
            return ended.getOrDefault(fate, 0L);
        }
    }

    private record Look(long nanos, Map<String, Counts> sensors) {}

    /** What was told of a sensor: what ended its frames, and whether it was when the node started. */
    private record Told(String sensor, Fate fate, boolean isStart) {}

    /** Why frames are lost, and what to do. */
    private record Cause(Fate fate, String remedy) {}

    /** Frames that were lost by one cause: of which sensors, how many of how many lately, and in all. */
    private record Loss(List<String> sensors, long lost, long received, long all) {
        Loss plus(Loss other) {
            List<String> both = Stream.concat(sensors.stream(), other.sensors.stream())
                    .sorted()
                    .toList();
            return new Loss(both, lost + other.lost, received + other.received, all + other.all);
        }
    }

    private final RigConfig config;
    private final Tally tally;
    private final Deque<Look> looks = new ArrayDeque<>();
    /** Frames that were lost when the cause was last told. */
    private final Map<Told, Long> told = new HashMap<>();

    private Optional<Long> began = Optional.empty();
    private boolean wasStarting = true;
    private boolean isAbsenceTold;
    private long masks;
    private long framesAtMask;
    private long maskNanos;
    private boolean isMaskMissed;

    public LossWatch(RigConfig config, Tally tally) {
        this.config = config;
        this.tally = tally;
    }

    /** Looks at the accounts, about once a second, and returns what is to be told now. */
    public List<String> look(long nanos) {
        long start = began.orElse(nanos);
        if (began.isEmpty()) {
            began = Optional.of(nanos);
            maskNanos = nanos;
        }
        Look now = new Look(nanos, counts());
        List<String> sentences = new ArrayList<>();
        if (nanos - start >= WINDOW_NANOS && !isAbsenceTold) {
            isAbsenceTold = true;
            absent().ifPresent(sentences::add);
        }
        boolean isStarting = nanos - start < STARTING_NANOS;
        if (wasStarting && !isStarting) {
            looks.clear(); // what was lost before is told already
        }
        wasStarting = isStarting;
        while (!looks.isEmpty() && nanos - looks.getFirst().nanos() > WINDOW_NANOS) {
            looks.removeFirst();
        }
        if (!looks.isEmpty()) {
            losses(looks.getFirst(), now, isStarting, sentences);
        }
        looks.addLast(now);
        withoutMask(nanos).ifPresent(sentences::add);
        return sentences;
    }

    private Map<String, Counts> counts() {
        Map<String, Counts> counts = new HashMap<>();
        for (String sensor : tally.sensors()) {
            Map<Fate, Long> ended = new HashMap<>();
            LOSSES.forEach(fate -> ended.put(fate, tally.count(sensor, fate)));
            counts.put(sensor, new Counts(tally.receivedCount(sensor), ended));
        }
        return counts;
    }

    private Optional<String> absent() {
        List<String> absent = config.sensors().stream()
                .filter(sensor -> tally.receivedCount(sensor.name()) == 0)
                .map(sensor -> sensor.name() + " (topic " + sensor.topic() + ")")
                .toList();
        return absent.isEmpty()
                ? Optional.empty()
                : Optional.of("no frame has come in " + WINDOW_NANOS / 1_000_000_000 + " s from "
                        + String.join(", ", absent) + "; records need a key of " + config.rigs()
                        + ", and './lynceus doctor --rig FILE' looks at topics and broker");
    }

    private void losses(Look before, Look now, boolean isStarting, List<String> sentences) {
        Map<Cause, Loss> losses = new LinkedHashMap<>();
        now.sensors().forEach((sensor, counts) -> {
            Counts old = before.sensors().getOrDefault(sensor, counts);
            long received = counts.received() - old.received();
            for (Fate fate : LOSSES) {
                long lost = counts.ended(fate) - old.ended(fate);
                Told key = new Told(sensor, fate, isStarting && fate == Fate.SHED);
                if (lost >= LEAST_FRAMES
                        && lost >= MUCH * received
                        && counts.ended(fate) >= AGAIN * told.getOrDefault(key, 0L)) {
                    told.put(key, counts.ended(fate));
                    losses.merge(
                            new Cause(fate, remedy(key)),
                            new Loss(List.of(sensor), lost, Math.max(lost, received), counts.ended(fate)),
                            Loss::plus);
                }
            }
        });
        losses.forEach((cause, loss) -> sentences.add(sentence(cause, loss)));
    }

    private static String sentence(Cause cause, Loss loss) {
        return String.format(
                Locale.ROOT,
                "%s: %d of the last %d frames were %s, %d in all. %s",
                String.join(", ", loss.sensors()),
                loss.lost(),
                loss.received(),
                cause.fate().name().toLowerCase(Locale.ROOT),
                loss.all(),
                cause.remedy());
    }

    private String remedy(Told loss) {
        if (loss.fate() != Fate.SHED) {
            return LostFrames.remedy(loss.fate());
        }
        Duration age = tally.shedAge(loss.sensor());
        if (age.compareTo(RECORDED) >= 0) {
            return "They were " + age.toSeconds() + " s old when they came, sync.maxAge is "
                    + config.sync().maxAge().toMillis()
                    + " ms: replay a recording with --live, or set sync.mode: complete in the rig file.";
        }
        return loss.isStart()
                ? "They came before the node was at full speed, and were older than sync.maxAge then. Nothing to do."
                : LostFrames.remedy(Fate.SHED);
    }

    private Optional<String> withoutMask(long nanos) {
        long received = config.sensors().stream()
                .mapToLong(sensor -> tally.receivedCount(sensor.name()))
                .sum();
        if (tally.maskCount() != masks || received == framesAtMask) {
            masks = tally.maskCount();
            framesAtMask = received;
            maskNanos = nanos;
            isMaskMissed = false;
        }
        if (isMaskMissed || nanos - maskNanos < WITHOUT_MASK_NANOS) {
            return Optional.empty();
        }
        isMaskMissed = true;
        return Optional.of((received - framesAtMask) + " frames have come in "
                + WITHOUT_MASK_NANOS / 1_000_000_000
                + " s and no mask was made of them; /readyz and './lynceus doctor --rig FILE' say why");
    }
}
