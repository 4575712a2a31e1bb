package io.lynceus.stream;

import io.lynceus.proto.v1.Segmentation;
import io.lynceus.sync.Outcome.Fate;
import io.lynceus.sync.Outcome.SetKind;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The node's accounts over all rigs: every frame that came in ends in exactly one fate, so that
 * {@code received = Σ ended + pending} at any quiet moment.
 *
 * <p>Thread safety: any thread.
 */
public final class Tally {
    /** The accounts of one sensor. */
    private static final class Account {
        final LongAdder received = new LongAdder();
        final LongAdder[] ended = adders(Fate.values().length);
    }

    private final Map<String, Account> sensors = new LinkedHashMap<>();
    private final LongAdder[] sets = adders(SetKind.values().length);
    private final LongAdder shedSets = new LongAdder();
    private final LongAdder unusableSets = new LongAdder();
    private final LongAdder masks = new LongAdder();
    private final List<Consumer<Segmentation>> readers = new CopyOnWriteArrayList<>();

    /** Empty accounts of these sensors. */
    public Tally(List<String> names) {
        names.forEach(name -> sensors.put(name, new Account()));
    }

    void received(String sensor) {
        account(sensor).received.increment();
    }

    void ended(String sensor, Fate fate) {
        account(sensor).ended[fate.ordinal()].increment();
    }

    void set(SetKind kind) {
        sets[kind.ordinal()].increment();
    }

    void shedSet() {
        shedSets.increment();
    }

    void unusableSet() {
        unusableSets.increment();
    }

    void mask() {
        masks.increment();
    }

    void published(Segmentation set) {
        readers.forEach(reader -> reader.accept(set));
    }

    /** Has each set read as it is published, on a stream thread: quickly. */
    public void onPublished(Consumer<Segmentation> reader) {
        readers.add(reader);
    }

    public Iterable<String> sensors() {
        return sensors.keySet();
    }

    /** Frames that came in. */
    public long receivedCount(String sensor) {
        return account(sensor).received.sum();
    }

    /** Frames that ended so. */
    public long count(String sensor, Fate fate) {
        return account(sensor).ended[fate.ordinal()].sum();
    }

    public long count(SetKind kind) {
        return sets[kind.ordinal()].sum();
    }

    /** Sets that were complete or partial, and dropped for their age. */
    public long shedSetCount() {
        return shedSets.sum();
    }

    /** Sets that were complete or partial, and of which no sensor could be used: their message has no mask. */
    public long unusableSetCount() {
        return unusableSets.sum();
    }

    public long maskCount() {
        return masks.sum();
    }

    /** Frames that wait for their set. */
    public long pending(String sensor) {
        Account account = account(sensor);
        return account.received.sum()
                - Arrays.stream(account.ended).mapToLong(LongAdder::sum).sum();
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
