package io.lynceus.stream;

import io.lynceus.wire.Stamp;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Watches whether each rig's masks come in time. A node that sheds and has no young mask to show is overloaded, and nobody may
 * rely on it.
 *
 * <p>Pure: time is given. Thread safety: any thread.
 */
public final class Punctuality {
    /** Shorter spells of lateness are not worth a word. */
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    /** A node that is very short of time does nothing at all for seconds; only then have the sensors stopped. */
    private static final Duration SHORTEST_REST = Duration.ofSeconds(5);

    /**
     * @param since when a mask was last in time; when the first one was late, if none ever was
     * @param late when something was last shed, or a mask last too old
     * @param what of that
     */
    private record Record(Stamp since, Optional<Stamp> late, String what) {}

    private final Optional<Duration> maxAge;
    private final Map<String, Record> rigs = new ConcurrentHashMap<>();

    private Punctuality(Optional<Duration> maxAge) {
        this.maxAge = maxAge;
    }

    /** @param maxAge of a mask that comes in time */
    static Punctuality within(Duration maxAge) {
        return new Punctuality(Optional.of(maxAge));
    }

    /** No mask is ever late. */
    static Punctuality patient() {
        return new Punctuality(Optional.empty());
    }

    /** Takes note of a mask. */
    void mask(String rig, Duration age, Stamp now) {
        if (maxAge.isPresent() && age.compareTo(maxAge.orElseThrow()) > 0) {
            late(rig, now, "its last mask was " + age.toMillis() + " ms old when it left");
        } else {
            rigs.put(rig, new Record(now, Optional.empty(), ""));
        }
    }

    /** Takes note that frames or sets were dropped for their age. */
    void shed(String rig, Stamp now) {
        late(rig, now, "its frames are shed");
    }

    /** Takes note that frames were dropped unread. Of which rigs is not known, so this says something of late rigs only. */
    public void shedUnread(Stamp now) {
        rigs.replaceAll((rig, old) ->
                old.late.isEmpty() ? old : new Record(old.since, Optional.of(now), "its frames are shed unread"));
    }

    /** Forgets a rig that is gone. */
    void forget(String rig) {
        rigs.remove(rig);
    }

    private void late(String rig, Stamp now, String what) {
        rigs.compute(rig, (name, old) -> new Record(old == null ? now : old.since, Optional.of(now), what));
    }

    /** Returns a sentence for each rig that has no masks in time. */
    public List<String> troubles(Stamp now) {
        return rigs.entrySet().stream()
                .flatMap(rig -> trouble(rig.getKey(), rig.getValue(), now).stream())
                .sorted()
                .toList();
    }

    private Optional<String> trouble(String rig, Record record, Stamp now) {
        long allowed =
                Math.max(SHORTEST.toNanos(), maxAge.map(Duration::toNanos).orElse(0L));
        long without = now.nanosSince(record.since);
        boolean lately = record.late
                .filter(late -> now.nanosSince(late) <= Math.max(SHORTEST_REST.toNanos(), allowed))
                .isPresent();
        return lately && without > allowed
                ? Optional.of("rig " + rig + " has had no mask in time for " + without / 1_000_000 + " ms ("
                        + record.what + "; sync.maxAge is "
                        + maxAge.map(Duration::toMillis).orElse(0L)
                        + " ms); the node is overloaded: give it more processors or an accelerator, take a smaller model,"
                        + " or lower the sensors' rates")
                : Optional.empty();
    }
}
