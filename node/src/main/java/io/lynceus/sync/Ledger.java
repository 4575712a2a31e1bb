package io.lynceus.sync;

import io.lynceus.sync.Outcome.Fate;
import io.lynceus.sync.Outcome.SetKind;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Keeps the {@link Books}. */
final class Ledger {
    private final Map<String, Long> in = new LinkedHashMap<>();
    private final Map<String, Map<Fate, Long>> ended = new LinkedHashMap<>();
    private final Map<SetKind, Long> sets = new EnumMap<>(SetKind.class);
    private long shedSets;

    Ledger(Iterable<SensorTiming> sensors) {
        for (SensorTiming sensor : sensors) {
            in.put(sensor.name(), 0L);
            Map<Fate, Long> fates = new EnumMap<>(Fate.class);
            for (Fate fate : Fate.values()) {
                fates.put(fate, 0L);
            }
            ended.put(sensor.name(), fates);
        }
        for (SetKind kind : SetKind.values()) {
            sets.put(kind, 0L);
        }
    }

    void arrived(FrameRef frame) {
        in.merge(frame.sensor(), 1L, Long::sum);
    }

    void ended(FrameRef frame, Fate fate) {
        fates(frame).merge(fate, 1L, Long::sum);
    }

    void corrected(FrameRef frame, Fate from, Fate to) {
        fates(frame).merge(from, -1L, Long::sum);
        ended(frame, to);
    }

    void formed(SetKind kind) {
        sets.merge(kind, 1L, Long::sum);
    }

    void shed() {
        shedSets++;
    }

    private Map<Fate, Long> fates(FrameRef frame) {
        Map<Fate, Long> fates = ended.get(frame.sensor());
        if (fates == null) {
            throw new IllegalArgumentException(
                    "sensor " + frame.sensor() + " is not configured, known are " + ended.keySet());
        }
        return fates;
    }

    /** @param pending frames that wait, by sensor */
    Books books(Map<String, Long> pending) {
        Map<String, Books.Account> accounts = new LinkedHashMap<>();
        in.forEach((sensor, count) -> accounts.put(
                sensor,
                new Books.Account(
                        count, pending.getOrDefault(sensor, 0L), Map.copyOf(ended.getOrDefault(sensor, Map.of())))));
        return new Books(Map.copyOf(accounts), Map.copyOf(sets), shedSets);
    }
}
