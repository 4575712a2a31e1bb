package io.lynceus.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.sync.Traces.Plain;
import io.lynceus.sync.Traces.Trace;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class CompleteModeTest {
    private static final long PATIENCE = SyncConfig.Bounds.DEFAULT.patience().toMillis();

    private static List<Outcome> run(CheckedSynchronizer synchronizer, List<FrameRef> frames) {
        List<Outcome> outcomes = new ArrayList<>();
        for (FrameRef frame : frames) {
            outcomes.addAll(synchronizer.offer(frame, Traces.at(0)));
        }
        if (!frames.isEmpty()) {
            outcomes.addAll(synchronizer.finish(frames.get(frames.size() - 1)));
        }
        return outcomes;
    }

    private static CheckedSynchronizer synchronizer(List<Trace> traces) {
        return new CheckedSynchronizer(Traces.config(traces), WaitingRule.complete(SyncConfig.Bounds.DEFAULT));
    }

    @Property(tries = 500)
    void theSetsAreThoseOfTheReferenceInWhateverInterleaving(@ForAll long seed) {
        Random random = new Random(seed);
        List<Trace> traces = Traces.random(random);
        List<Plain> expected = new ReferenceMatcher(traces).sets();
        for (int i = 0; i < 2; i++) {
            List<FrameRef> order = Traces.interleave(traces, random.nextLong(PATIENCE), random);
            List<Outcome> outcomes = run(synchronizer(traces), order);
            assertThat(Traces.sets(outcomes).stream().map(Plain::of)).containsExactlyElementsOf(expected);
        }
    }

    @Property(tries = 200)
    void everyFrameEndsExactlyOnceAndTheFatesDoNotDependOnTheInterleaving(@ForAll long seed) {
        Random random = new Random(seed);
        List<Trace> traces = Traces.random(random);
        Map<String, Map<Outcome.Fate, Long>> first = null;
        for (int i = 0; i < 2; i++) {
            List<FrameRef> order = Traces.interleave(traces, random.nextLong(PATIENCE), random);
            List<Outcome> outcomes = run(synchronizer(traces), order);
            List<FrameRef> ended = new ArrayList<>();
            Traces.sets(outcomes).forEach(set -> ended.addAll(set.frames().values()));
            Traces.ended(outcomes).forEach(end -> ended.add(end.frame()));
            assertThat(ended).containsExactlyInAnyOrderElementsOf(order);
            first = first == null ? CheckedSynchronizer.fates(outcomes) : first;
            assertThat(CheckedSynchronizer.fates(outcomes)).isEqualTo(first);
        }
    }

    @Property(tries = 200)
    void stampsRiseAndEveryMemberIsWithinItsTolerance(@ForAll long seed) {
        Random random = new Random(seed);
        List<Trace> traces = Traces.random(random);
        long before = Long.MIN_VALUE;
        Set<FrameRef> used = new HashSet<>();
        for (FrameSet set : Traces.sets(run(synchronizer(traces), Traces.interleave(traces, 500, random)))) {
            assertThat(set.stamp().nanos()).isGreaterThan(before);
            before = set.stamp().nanos();
            for (Trace trace : traces) {
                FrameSet.Member member = set.members().get(trace.name());
                if (member != null) {
                    assertThat(Math.abs(member.skewNanos())).isLessThanOrEqualTo(trace.tolerance() * 1_000_000);
                    assertThat(used.add(member.frame())).isTrue();
                }
            }
        }
    }

    @Property(tries = 100)
    void allSetsAreCompleteWhenAllAreAliveAndJitterStaysBelowHalfTheTolerance(@ForAll long seed) {
        Random random = new Random(seed);
        List<Trace> traces = new ArrayList<>();
        for (String name : List.of("rgb", "depth", "lidar", "event")) {
            List<Long> times = LongStream.range(0, 40)
                    .map(k -> 100 * k + random.nextLong(-15, 16))
                    .boxed()
                    .toList();
            traces.add(new Trace(name, 100, 30, times));
        }
        List<FrameSet> sets = Traces.sets(run(synchronizer(traces), Traces.interleave(traces, 1500, random)));
        assertThat(sets).hasSize(40).allMatch(FrameSet::isComplete);
    }

    private static Trace steady(String name, long period, long from, long to) {
        List<Long> times =
                LongStream.iterate(from, t -> t < to, t -> t + period).boxed().toList();
        return new Trace(name, period, period / 2, times);
    }

    @Example
    void theSlowestSensorSetsThePaceAndOthersFramesAreSurplus() {
        List<Trace> traces = List.of(steady("lidar", 100, 7, 2000), steady("rgb", 33, 0, 2000));
        List<Outcome> outcomes = run(synchronizer(traces), Traces.interleave(traces, 0, new Random(1)));
        List<FrameSet> sets = Traces.sets(outcomes);
        assertThat(sets).hasSize(20).allMatch(set -> set.members().containsKey("lidar"));
        assertThat(CheckedSynchronizer.fates(outcomes).get("rgb"))
                .containsEntry(Outcome.Fate.SURPLUS, traces.get(1).times().size() - 20L);
    }

    @Example
    void aFasterSensorFillsInForALostFrameAndTakesOverFromADeadOne() {
        Trace rgb = steady("rgb", 50, 0, 4000);
        List<Long> withHole = new ArrayList<>(steady("lidar", 100, 0, 1000).times());
        withHole.remove(5L * 100);
        List<Trace> traces = List.of(new Trace("lidar", 100, 30, withHole), rgb);
        List<Plain> sets = Traces.sets(run(synchronizer(traces), Traces.interleave(traces, 0, new Random(1)))).stream()
                .map(Plain::of)
                .toList();
        assertThat(sets.get(5).stamp()).isEqualTo(500);
        assertThat(sets.get(5).times()).containsOnlyKeys("rgb");
        List<Long> stamps = sets.stream().map(Plain::stamp).toList();
        assertThat(stamps).contains(900L, 1000L, 1100L).doesNotContain(950L, 1050L, 1150L); // lidar's pace holds
        assertThat(stamps).contains(1200L, 1250L, 1300L); // 2.5 periods later it does not
    }

    @Example
    void aLoopGivesTheSameSetsAgainInWhateverInterleaving() {
        List<Trace> once =
                List.of(steady("rgb", 100, 0, 3000), steady("lidar", 100, 10, 2500), steady("depth", 50, 4, 3000));
        List<Trace> twice = once.stream()
                .map(trace -> {
                    List<Long> times = new ArrayList<>(trace.times());
                    times.addAll(trace.times());
                    return new Trace(trace.name(), trace.period(), trace.tolerance(), times);
                })
                .toList();
        List<Plain> expected = new ArrayList<>(new ReferenceMatcher(once).sets());
        expected.addAll(new ReferenceMatcher(once).sets());
        for (int seed = 0; seed < 50; seed++) {
            List<Outcome> outcomes = run(synchronizer(twice), loops(twice, new Random(seed)));
            assertThat(Traces.sets(outcomes).stream().map(Plain::of)).containsExactlyElementsOf(expected);
        }
    }

    /** An interleaving by position in the list, since times fall in it. */
    private static List<FrameRef> loops(List<Trace> traces, Random random) {
        List<List<FrameRef>> left = new ArrayList<>();
        traces.forEach(trace -> left.add(new ArrayList<>(trace.frames())));
        List<FrameRef> order = new ArrayList<>();
        int[] done = new int[traces.size()];
        while (left.stream().anyMatch(frames -> !frames.isEmpty())) {
            int next = random.nextInt(left.size());
            double share = done[next] / (double) traces.get(next).times().size();
            boolean ahead = false;
            for (int i = 0; i < done.length; i++) {
                ahead |= share > done[i] / (double) traces.get(i).times().size() + 0.1;
            }
            if (!ahead && !left.get(next).isEmpty()) {
                order.add(left.get(next).remove(0));
                done[next]++;
            }
        }
        return order;
    }

    @Example
    void oneWrongStampMovesNothing() {
        Trace rgb = steady("rgb", 100, 0, 3000);
        Trace lidar = steady("lidar", 100, 0, 3000);
        List<FrameRef> order = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            order.add(Traces.frame("rgb", rgb.times().get(i), 2L * i));
            order.add(Traces.frame("lidar", lidar.times().get(i), i));
            if (i == 10) {
                order.add(Traces.frame("rgb", 3_000_000_000_000L, 2L * i + 1));
            }
            if (i == 20) {
                order.add(Traces.frame("rgb", -1_000_000_000L, 2L * i + 1));
            }
        }
        CheckedSynchronizer synchronizer = synchronizer(List.of(rgb, lidar));
        assertThat(Traces.sets(run(synchronizer, order))).hasSize(30).allMatch(FrameSet::isComplete);
        assertThat(synchronizer.count("rgb", Outcome.Fate.MALFORMED)).isEqualTo(2);
    }

    @Example
    void afterAResumeALateFrameMakesNoSecondSetOfItsMoment() {
        List<Trace> traces = List.of(steady("rgb", 100, 0, 3000), steady("lidar", 100, 0, 3000));
        CheckedSynchronizer synchronizer = synchronizer(traces);
        synchronizer.resume(Traces.at(500), Map.of("rgb", Traces.at(500), "lidar", Traces.at(300)));
        assertThat(Traces.ended(synchronizer.offer(Traces.frame("lidar", 400, 4), Traces.at(0))))
                .extracting(end -> end.fate())
                .containsExactly(Outcome.Fate.LATE);
        List<FrameRef> rest = new ArrayList<>();
        rest.add(Traces.frame("lidar", 500, 5)); // of the last set's own moment
        for (int i = 6; i < 30; i++) {
            rest.add(Traces.frame("rgb", 100L * i, i));
            rest.add(Traces.frame("lidar", 100L * i, i));
        }
        List<FrameSet> sets = Traces.sets(run(synchronizer, rest));
        assertThat(sets).hasSize(24).allMatch(FrameSet::isComplete);
        assertThat(sets.get(0).stamp()).isEqualTo(Traces.at(600));
        assertThat(synchronizer.count("lidar", Outcome.Fate.LATE)).isEqualTo(2);
    }

    @Example
    void aRecordingThatBeginsAgainAfterAResumeIsMatchedAnew() {
        List<Trace> traces = List.of(steady("rgb", 100, 0, 3000), steady("lidar", 100, 0, 3000));
        CheckedSynchronizer synchronizer = synchronizer(traces);
        synchronizer.resume(Traces.at(2900), Map.of("rgb", Traces.at(2900), "lidar", Traces.at(2900)));
        List<FrameSet> sets = Traces.sets(run(synchronizer, Traces.interleave(traces, 0, new Random(2))));
        assertThat(sets).hasSize(30).allMatch(FrameSet::isComplete);
    }
}
