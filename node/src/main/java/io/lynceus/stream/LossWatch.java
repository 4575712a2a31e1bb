package io.lynceus.stream;

import io.lynceus.sync.Outcome.Fate;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Says when a node gets nothing, or makes nothing of what it gets: once for each sensor and cause, and again when the loss has
 * grown tenfold.
 *
 * <p>Pure: time is given. Thread safety: one thread.
 */
public final class LossWatch {
    private static final long WINDOW_NANOS = 10_000_000_000L;
    /** A node may need long for its first call on an accelerator. */
    private static final long WITHOUT_MASK_NANOS = 30_000_000_000L;

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

    private record Cause(String sensor, Fate fate) {}

    private final RigConfig config;
    private final Tally tally;
    private final Deque<Look> looks = new ArrayDeque<>();
    /** Frames that were lost when the cause was last told. */
    private final Map<Cause, Long> told = new HashMap<>();

    private Optional<Long> began = Optional.empty();
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
        while (!looks.isEmpty() && nanos - looks.getFirst().nanos() > WINDOW_NANOS) {
            looks.removeFirst();
        }
        if (!looks.isEmpty()) {
            losses(looks.getFirst(), now, sentences);
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

    private void losses(Look before, Look now, List<String> sentences) {
        now.sensors().forEach((sensor, counts) -> {
            Counts old = before.sensors().getOrDefault(sensor, counts);
            long received = counts.received() - old.received();
            for (Fate fate : LOSSES) {
                long lost = counts.ended(fate) - old.ended(fate);
                Cause cause = new Cause(sensor, fate);
                if (lost >= LEAST_FRAMES
                        && lost >= MUCH * received
                        && counts.ended(fate) >= AGAIN * told.getOrDefault(cause, 0L)) {
                    told.put(cause, counts.ended(fate));
                    sentences.add(sentence(cause, lost, Math.max(lost, received), counts.ended(fate)));
                }
            }
        });
    }

    private String sentence(Cause cause, long lost, long received, long all) {
        return String.format(
                Locale.ROOT,
                "%s: %d of the last %d frames were %s, %d in all. %s",
                cause.sensor(),
                lost,
                received,
                cause.fate().name().toLowerCase(Locale.ROOT),
                all,
                remedy(cause));
    }

    private String remedy(Cause cause) {
        Duration age = tally.shedAge(cause.sensor());
        if (cause.fate() != Fate.SHED || age.compareTo(RECORDED) < 0) {
            return LostFrames.remedy(cause.fate());
        }
        return "They were " + age.toSeconds() + " s old when they came, sync.maxAge is "
                + config.sync().maxAge().toMillis()
                + " ms: replay a recording with --live, or set sync.mode: complete in the rig file.";
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
