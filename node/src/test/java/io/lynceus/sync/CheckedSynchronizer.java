package io.lynceus.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.sync.Outcome.Fate;
import io.lynceus.sync.Outcome.FrameEnded;
import io.lynceus.sync.Outcome.SetEnded;
import io.lynceus.sync.Outcome.SetKind;
import io.lynceus.wire.Stamp;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Drives a synchronizer, keeps the accounts of its frames, and checks after every call that they balance. */
final class CheckedSynchronizer {
    private static final long PAST_THE_END = 5_000;

    private final Synchronizer inner;
    private final Map<String, Long> offered = new HashMap<>();
    private final Counting counting = new Counting();

    CheckedSynchronizer(SyncConfig config, WaitingRule rule) {
        this.inner = new Synchronizer(config, rule);
        config.sensors().forEach(sensor -> offered.put(sensor.name(), 0L));
    }

    /** Counts how frames ended. */
    static final class Counting implements Outcome.Handler {
        private final Map<String, Map<Fate, Long>> ended = new HashMap<>();

        @Override
        public void frameEnded(FrameEnded end) {
            add(end.frame().sensor(), end.fate());
        }

        @Override
        public void setEnded(SetEnded end) {
            Fate fate = end.kind() == SetKind.EXPIRED ? Fate.EXPIRED : Fate.MATCHED;
            end.set().members().keySet().forEach(sensor -> add(sensor, fate));
        }

        private void add(String sensor, Fate fate) {
            ended.computeIfAbsent(sensor, name -> new EnumMap<>(Fate.class)).merge(fate, 1L, Long::sum);
        }

        long count(String sensor, Fate fate) {
            return ended.getOrDefault(sensor, Map.of()).getOrDefault(fate, 0L);
        }

        private long all(String sensor) {
            return ended.getOrDefault(sensor, Map.of()).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }

        Map<String, Map<Fate, Long>> counts() {
            return ended;
        }
    }

    static Map<String, Map<Fate, Long>> fates(List<Outcome> outcomes) {
        Counting counting = new Counting();
        outcomes.forEach(outcome -> outcome.handTo(counting));
        return counting.counts();
    }

    void resume(Stamp lastSet, Map<String, Stamp> lastFrames) {
        inner.resume(lastSet, lastFrames, Map.of());
    }

    List<Outcome> offer(FrameRef frame, Stamp now) {
        offered.merge(frame.sensor(), 1L, Long::sum);
        return checked(inner.offer(frame, now));
    }

    List<Outcome> advance(Stamp now) {
        return checked(inner.advance(now));
    }

    /**
     * Lets the complete regime decide about all frames: the sensor of the last one goes on, beyond everybody's patience.
     *
     * @return what happened to frames that came before
     */
    List<Outcome> finish(FrameRef last) {
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 1; i <= 2; i++) {
            FrameRef further =
                    Traces.frame(last.sensor(), Traces.millis(last.stamp()) + i * PAST_THE_END, 1_000_000 + i);
            outcomes.addAll(offer(further, Traces.at(0)));
        }
        Stamp end = last.stamp().plusNanos((PAST_THE_END - 1) * 1_000_000);
        outcomes.removeIf(
                outcome -> outcome instanceof SetEnded set && set.set().stamp().isAfter(end));
        return outcomes;
    }

    long count(String sensor, Fate fate) {
        return counting.count(sensor, fate);
    }

    private List<Outcome> checked(List<Outcome> outcomes) {
        outcomes.forEach(outcome -> outcome.handTo(counting));
        offered.forEach((sensor, count) -> assertThat(counting.all(sensor) + inner.pending(sensor))
                .as(sensor + ": ended and pending frames")
                .isEqualTo(count));
        return outcomes;
    }
}
