package io.lynceus.sync;

import io.lynceus.sync.Traces.Plain;
import io.lynceus.sync.Traces.Trace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The rules of {@link Synchronizer} word by word, with all frames in hand, and no care for speed. Milliseconds. */
final class ReferenceMatcher {
    private final List<Trace> traces;
    private final List<Left> lefts;
    private Optional<Long> last = Optional.empty();

    ReferenceMatcher(List<Trace> traces) {
        this.traces = traces;
        this.lefts = traces.stream()
                .map(trace -> new Left(trace, new ArrayList<>(trace.times())))
                .toList();
    }

    /** What no set has taken yet. */
    private record Left(Trace trace, List<Long> times) {}

    List<Plain> sets() {
        List<Plain> sets = new ArrayList<>();
        Optional<Long> opening = opening();
        while (opening.isPresent()) {
            sets.add(form(opening.get()));
            opening = opening();
        }
        return sets;
    }

    private Optional<Long> opening() {
        return lefts.stream()
                .flatMap(left -> left.times().stream().filter(time -> opens(left.trace(), time)))
                .min(Comparator.naturalOrder());
    }

    private boolean opens(Trace trace, long time) {
        double p = trace.period();
        if (last.isPresent() && time < last.get() + p - p / 2) {
            return false;
        }
        for (Trace slower : traces) {
            if (slower.period() <= 1.05 * p) {
                continue;
            }
            double slow = slower.period();
            if (slower.times().stream().anyMatch(t -> Math.abs(t - time) <= slow / 2)) {
                return false;
            }
            boolean live = slower.times().stream().anyMatch(t -> t <= time && t >= time - 2.5 * slow);
            if (live && last.isPresent() && time < last.get() + slow) {
                return false;
            }
        }
        return true;
    }

    private Plain form(long stamp) {
        Map<String, Long> members = new TreeMap<>();
        for (Left left : lefts) {
            Trace trace = left.trace();
            List<Long> times = left.times();
            times.stream()
                    .filter(time -> Math.abs(time - stamp) <= trace.tolerance())
                    .min(Comparator.<Long>comparingLong(time -> Math.abs(time - stamp))
                            .thenComparing(Comparator.naturalOrder()))
                    .ifPresent(time -> members.put(trace.name(), time));
            times.remove(members.get(trace.name()));
            times.removeIf(time -> time < stamp - trace.tolerance());
        }
        last = Optional.of(stamp);
        return new Plain(stamp, members);
    }
}
