package io.lynceus.campaign;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Times until masks came again, by what had happened. Milliseconds. One thread. */
final class Recoveries {
    /** Times of one kind. */
    record Times(List<Long> sorted) {
        long median() {
            return at(0.5);
        }

        /** Returns the time that 99 of 100 do not exceed: the longest, up to 100 times. */
        long p99() {
            return at(0.99);
        }

        long longest() {
            return at(1);
        }

        private long at(double part) {
            int rank = (int) Math.ceil(part * sorted.size());
            return sorted.get(Math.max(0, rank - 1));
        }
    }

    private final Map<Disturbance, List<Long>> times = new EnumMap<>(Disturbance.class);

    void add(Disturbance what, long millis) {
        times.computeIfAbsent(what, key -> new ArrayList<>()).add(millis);
    }

    /** Returns all kinds that happened. */
    Map<Disturbance, Times> byKind() {
        Map<Disturbance, Times> all = new EnumMap<>(Disturbance.class);
        times.forEach((what, millis) ->
                all.put(what, new Times(millis.stream().sorted().toList())));
        return all;
    }

    long count() {
        return times.values().stream().mapToLong(List::size).sum();
    }
}
