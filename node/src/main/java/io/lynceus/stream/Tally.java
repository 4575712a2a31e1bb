package io.lynceus.stream;

import io.lynceus.proto.v1.Segmentation;
import io.lynceus.sync.Outcome.Fate;
import io.lynceus.sync.Outcome.SetKind;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The node's accounts over all rigs. Every frame that came in either ends in exactly one fate, or is pending, or was handed over:
 * at any quiet moment, for each sensor,
 *
 * <pre>
 * received = Σ ended + pending + handed over
 * </pre>
 *
 * <p>The four terms are counted at four places, so that a frame that was lost or that ended twice shows. In particular, pending
 * frames are counted by those who hold them.
 *
 * <p>Thread safety: any thread.
 */
public final class Tally {
    /** Holds frames that have not ended. */
    @FunctionalInterface
    public interface Holder {
        /** Returns how many frames of a sensor are held; called from any thread. */
        long held(String sensor);
    }

    /** The accounts of one sensor. */
    private static final class Account {
        final LongAdder received = new LongAdder();
        final LongAdder[] ended = adders(Fate.values().length);
        final LongAdder handedOver = new LongAdder();
        final LongAdder skipped = new LongAdder();
        volatile long shedAgeNanos;
    }

    private final Map<String, Account> sensors = new LinkedHashMap<>();
    private final LongAdder[] sets = adders(SetKind.values().length);
    private final LongAdder shedSets = new LongAdder();
    private final LongAdder overloadSets = new LongAdder();
    private final LongAdder unusableSets = new LongAdder();
    private final LongAdder masks = new LongAdder();
    private final LongAdder comparisons = new LongAdder();
    private final LongAdder failedComparisons = new LongAdder();
    private final Set<Holder> holders = ConcurrentHashMap.newKeySet();
    private final List<Consumer<Segmentation>> readers = new CopyOnWriteArrayList<>();
    private final List<Consumer<String>> farewells = new CopyOnWriteArrayList<>();

    /** Makes empty accounts of these sensors. */
    public Tally(List<String> names) {
        names.forEach(name -> sensors.put(name, new Account()));
    }

    /** Counts what a holder holds as pending, until it {@link #handOver hands it over}. */
    public void hold(Holder holder) {
        holders.add(holder);
    }

    /** Takes note that a holder ends. The partition's next owner receives its frames again. */
    void handOver(Holder holder) {
        sensors.forEach((name, account) -> account.handedOver.add(holder.held(name)));
        holders.remove(holder);
    }

    public void received(String sensor) {
        account(sensor).received.increment();
    }

    /** Counts frames that were too old to be read: they came in and were shed. */
    public void skipped(String sensor, long frames) {
        Account account = account(sensor);
        account.ended[Fate.SHED.ordinal()].add(frames);
        account.received.add(frames);
        account.skipped.add(frames);
    }

    public void ended(String sensor, Fate fate) {
        account(sensor).ended[fate.ordinal()].increment();
    }

    /** Counts a frame that was too old when it came. */
    void shedOnArrival(String sensor, long ageNanos) {
        account(sensor).shedAgeNanos = ageNanos;
        ended(sensor, Fate.SHED);
    }

    public void set(SetKind kind) {
        sets[kind.ordinal()].increment();
    }

    /** @param overload whether the node was too slow for the set */
    void shedSet(boolean overload) {
        shedSets.increment();
        if (overload) {
            overloadSets.increment();
        }
    }

    void unusableSet() {
        unusableSets.increment();
    }

    public void mask() {
        masks.increment();
    }

    /** Counts a second mask without a sensor, or one that could not be made. */
    void comparison(boolean isMade) {
        (isMade ? comparisons : failedComparisons).increment();
    }

    /** Returns how many second masks, without a sensor, were made; or could not be made. */
    public long comparisonCount(boolean isMade) {
        return (isMade ? comparisons : failedComparisons).sum();
    }

    void published(Segmentation set) {
        readers.forEach(reader -> reader.accept(set));
    }

    /** Adds a reader of published sets. It is called on a stream thread and must return quickly. */
    public void onPublished(Consumer<Segmentation> reader) {
        readers.add(reader);
    }

    void gone(String rig) {
        farewells.forEach(farewell -> farewell.accept(rig));
    }

    /** Adds a reader of the ids of rigs that are forgotten, because they sent nothing for long. */
    public void onGone(Consumer<String> reader) {
        farewells.add(reader);
    }

    public Iterable<String> sensors() {
        return sensors.keySet();
    }

    /** Returns how many frames came in. */
    public long receivedCount(String sensor) {
        return account(sensor).received.sum();
    }

    /** Returns how many frames ended that way. */
    public long count(String sensor, Fate fate) {
        return account(sensor).ended[fate.ordinal()].sum();
    }

    public long count(SetKind kind) {
        return sets[kind.ordinal()].sum();
    }

    /** Returns how many sets were complete or partial and were dropped for their age. */
    public long shedSetCount() {
        return shedSets.sum();
    }

    /** Returns how many of the shed sets were shed because the node was too slow for them. */
    public long overloadSetCount() {
        return overloadSets.sum();
    }

    /** Returns how many sets were complete or partial but had no usable sensor; their message has no mask. */
    public long unusableSetCount() {
        return unusableSets.sum();
    }

    public long maskCount() {
        return masks.sum();
    }

    /** Returns how many frames are held: they wait for their set, or the network works on it. */
    public long pending(String sensor) {
        requireKnown(sensor);
        return holders.stream().mapToLong(holder -> holder.held(sensor)).sum();
    }

    /** Returns how many frames were pending when their partition was taken from this node; its next owner receives them again. */
    public long handedOverCount(String sensor) {
        return account(sensor).handedOver.sum();
    }

    /** Returns how old the last frame was that was too old when it came; zero before the first. */
    Duration shedAge(String sensor) {
        return Duration.ofNanos(account(sensor).shedAgeNanos);
    }

    /** Returns how many of the shed frames were not even read. */
    public long skippedCount(String sensor) {
        return account(sensor).skipped.sum();
    }

    private void requireKnown(String sensor) {
        account(sensor);
    }

    private static LongAdder[] adders(int count) {
        return Stream.generate(LongAdder::new).limit(count).toArray(LongAdder[]::new);
    }

    private Account account(String sensor) {
        Account account = sensors.get(sensor);
        if (account == null) {
            throw new IllegalArgumentException(
                    "sensor " + sensor + " is not configured, known are " + sensors.keySet());
        }
        return account;
    }
}
