package io.lynceus.sync;

import static io.lynceus.sync.Traces.at;
import static io.lynceus.sync.Traces.frame;
import static io.lynceus.sync.Traces.millis;
import static io.lynceus.sync.Traces.ms;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.sync.Outcome.Fate;
import io.lynceus.sync.Outcome.SetKind;
import io.lynceus.sync.Traces.Trace;
import io.lynceus.wire.Stamp;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class LiveModeTest {
    private static final long DEADLINE = 120;
    private static final long TICK = 5;

    /** A set and the clock when it left, milliseconds. */
    private record Left(FrameSet set, long when) {}

    /** Frames arrive after a random latency, and the clock ticks. */
    private static List<Left> run(Synchronizer synchronizer, List<Trace> traces, long latency, Random random) {
        TreeMap<Long, List<FrameRef>> arrivals = new TreeMap<>();
        for (Trace trace : traces) {
            long before = 0;
            for (FrameRef frame : trace.frames()) {
                before = Math.max(before, millis(frame.stamp()) + random.nextLong(latency + 1)); // in order
                arrivals.computeIfAbsent(before, key -> new ArrayList<>()).add(frame);
            }
        }
        List<Left> left = new ArrayList<>();
        for (long now = -100; now < 5000; now++) {
            long when = now;
            for (FrameRef frame : arrivals.getOrDefault(now, List.of())) {
                Traces.sets(synchronizer.offer(frame, at(now))).forEach(set -> left.add(new Left(set, when)));
                assertThat(synchronizer.books().balance()).isTrue();
            }
            if (now % TICK == 0) {
                Traces.sets(synchronizer.advance(at(now))).forEach(set -> left.add(new Left(set, when)));
                assertThat(synchronizer.books().balance()).isTrue();
            }
        }
        Traces.sets(synchronizer.flush()).forEach(set -> left.add(new Left(set, 5000)));
        assertThat(synchronizer.books().balance()).isTrue();
        return left;
    }

    private static Synchronizer synchronizer(List<Trace> traces) {
        return new Synchronizer(Traces.config(SyncMode.LIVE, traces, Optional.empty()));
    }

    @Property(tries = 150)
    void noSetLeavesAfterItsDeadlineWhateverIsDead(@ForAll long seed) {
        Random random = new Random(seed);
        List<Trace> traces = Traces.random(random);
        long before = Long.MIN_VALUE;
        Set<FrameRef> used = new HashSet<>();
        for (Left left : run(synchronizer(traces), traces, 60, random)) {
            long stamp = millis(left.set().stamp());
            if (left.when() < 5000) {
                assertThat(left.when() - stamp).isLessThanOrEqualTo(DEADLINE + TICK);
            }
            assertThat(stamp).isGreaterThan(before);
            before = stamp;
            for (FrameSet.Member member : left.set().members().values()) {
                assertThat(used.add(member.frame())).isTrue();
            }
        }
    }

    private static Trace steady(String name, long gapStart, long gapEnd) {
        List<Long> times = new ArrayList<>();
        for (long t = 0; t < 4000; t += 100) {
            if (t < gapStart || t >= gapEnd) {
                times.add(t);
            }
        }
        return new Trace(name, 100, 30, times);
    }

    @Property(tries = 100)
    void aDeadSensorNeverStopsTheOthersAndIsWaitedForAgainWhenItReturns(@ForAll long seed) {
        Random random = new Random(seed);
        long gapStart = 500 + random.nextLong(1000);
        long gapEnd = gapStart + 400 + random.nextLong(1500);
        List<Trace> traces =
                List.of(steady("rgb", 9000, 9000), steady("lidar", gapStart, gapEnd), steady("depth", 9000, 9000));
        List<Left> left = run(synchronizer(traces), traces, 40, random);
        assertThat(left).hasSize(40); // one for each period
        for (Left set : left) {
            long stamp = millis(set.set().stamp());
            boolean dead = stamp >= gapStart && stamp < gapEnd;
            boolean first = !dead && stamp >= gapEnd && stamp < gapEnd + 100; // what was silent is not waited for
            assertThat(set.set().missing().equals(Set.of("lidar"))).isIn(dead, dead || first);
            boolean noticed = (dead || first) && set.when() > gapStart + 40 + 350;
            assertThat(set.when() - stamp).isLessThanOrEqualTo(noticed ? 40 : DEADLINE + TICK);
        }
    }

    @Example
    void aSilentSensorIsNamedAfterTwoAndAHalfPeriods() {
        Synchronizer synchronizer = synchronizer(List.of(steady("rgb", 0, 0), steady("lidar", 0, 0)));
        synchronizer.offer(frame("rgb", 0, 0), at(0));
        synchronizer.offer(frame("lidar", 0, 0), at(0));
        synchronizer.offer(frame("rgb", 200, 1), at(200));
        synchronizer.advance(at(250));
        assertThat(synchronizer.silent()).isEmpty();
        synchronizer.advance(at(251));
        assertThat(synchronizer.silent()).containsExactly("lidar");
        synchronizer.offer(frame("lidar", 260, 1), at(260));
        assertThat(synchronizer.silent()).isEmpty();
    }

    @Example
    void aFrameThatComesAfterItsSetLeftIsLate() {
        Synchronizer synchronizer = synchronizer(List.of(steady("rgb", 0, 0), steady("lidar", 0, 0)));
        synchronizer.offer(frame("rgb", 0, 0), at(0));
        assertThat(Traces.setEnds(synchronizer.advance(at(DEADLINE))))
                .extracting(end -> end.kind())
                .containsExactly(SetKind.PARTIAL);
        assertThat(Traces.ended(synchronizer.offer(frame("lidar", 0, 0), at(DEADLINE + 1))))
                .extracting(end -> end.fate())
                .containsExactly(Fate.LATE);
        synchronizer.offer(frame("rgb", 100, 1), at(130));
        assertThat(Traces.sets(synchronizer.offer(frame("lidar", 100, 1), at(130))))
                .hasSize(1)
                .allMatch(FrameSet::isComplete);
    }

    @Example
    void aRecordDeliveredTwiceAndAStampSeenTwiceAreDuplicates() {
        Synchronizer synchronizer = synchronizer(List.of(steady("rgb", 0, 0), steady("lidar", 0, 0)));
        synchronizer.offer(frame("rgb", 0, 7), at(0));
        assertThat(Traces.ended(synchronizer.offer(frame("rgb", 0, 7), at(1))))
                .extracting(end -> end.fate())
                .containsExactly(Fate.DUPLICATE);
        assertThat(Traces.ended(synchronizer.offer(frame("rgb", 0, 8), at(1))))
                .extracting(end -> end.fate())
                .containsExactly(Fate.DUPLICATE);
        assertThat(synchronizer.books().balance()).isTrue();
    }

    @Example
    void aStampFromTheFutureIsRefusedAndBlocksNothing() {
        Synchronizer synchronizer = synchronizer(List.of(steady("rgb", 0, 0), steady("lidar", 0, 0)));
        List<Outcome> outcomes = synchronizer.offer(frame("rgb", 1_002, 0), at(0));
        assertThat(Traces.ended(outcomes)).extracting(end -> end.fate()).containsExactly(Fate.MALFORMED);
        assertThat(Traces.ended(outcomes).get(0).reason()).contains("1002 ms").contains("1000 ms");
        synchronizer.offer(frame("rgb", 5, 1), at(5));
        assertThat(Traces.sets(synchronizer.offer(frame("lidar", 5, 0), at(5)))).hasSize(1);
    }

    @Example
    void extremeStampsAreRefused() {
        Synchronizer synchronizer = synchronizer(List.of(steady("rgb", 0, 0)));
        for (long nanos : new long[] {Long.MIN_VALUE, Long.MAX_VALUE}) {
            FrameRef frame = new FrameRef("rig", "rgb", new Stamp(nanos), 0, nanos);
            assertThat(Traces.ended(synchronizer.offer(frame, at(0))))
                    .extracting(end -> end.fate())
                    .containsExactly(Fate.MALFORMED);
        }
    }

    @Property(tries = 200)
    void aJumpBackEndsTheEpochAndMatchingGoesOnAtOnce(@ForAll long seed) {
        Random random = new Random(seed);
        long least = SyncConfig.Bounds.DEFAULT.backwardJump().toMillis();
        long jump = least + random.nextLong(random.nextBoolean() ? 200 : 100_000);
        Synchronizer synchronizer = synchronizer(List.of(steady("rgb", 0, 0), steady("lidar", 0, 0)));
        List<FrameSet> sets = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            long time = 100L * i - (i < 20 ? 0 : jump);
            // The clock steps with the stamps, a little before or after them.
            long clock = 100L * i - (i < 20 + random.nextInt(-1, 2) ? 0 : jump);
            long now = Math.max(clock, time - 900);
            sets.addAll(Traces.sets(synchronizer.offer(frame("rgb", time, i), at(now))));
            sets.addAll(Traces.sets(synchronizer.offer(frame("lidar", time, i), at(now))));
            assertThat(synchronizer.books().balance()).isTrue();
        }
        assertThat(sets.stream().filter(FrameSet::isComplete).count()).isGreaterThanOrEqualTo(37);
        assertThat(millis(sets.get(sets.size() - 1).stamp())).isEqualTo(3900 - jump);
    }

    @Example
    void aClockSetBackDoesNotHoldWhatIsPending() {
        Synchronizer synchronizer = synchronizer(List.of(steady("rgb", 0, 0), steady("lidar", 0, 0)));
        synchronizer.offer(frame("rgb", 0, 0), at(0));
        assertThat(Traces.sets(synchronizer.advance(at(-60_000)))).hasSize(1);
        synchronizer.offer(frame("rgb", -59_990, 1), at(-59_990));
        assertThat(Traces.sets(synchronizer.offer(frame("lidar", -59_990, 0), at(-59_990))))
                .hasSize(1);
    }

    @Example
    void withoutARequiredSensorASetExpires() {
        SensorTiming rgb = new SensorTiming("rgb", ms(100), ms(0), ms(30), ms(120), true);
        SensorTiming lidar = SensorTiming.of("lidar", ms(100), ms(30), ms(120));
        Synchronizer synchronizer = new Synchronizer(SyncConfig.of(SyncMode.LIVE, List.of(rgb, lidar)));
        synchronizer.offer(frame("lidar", 0, 0), at(0));
        assertThat(Traces.setEnds(synchronizer.advance(at(120))))
                .extracting(end -> end.kind())
                .containsExactly(SetKind.EXPIRED);
        assertThat(synchronizer.books().account("lidar").ended()).containsEntry(Fate.EXPIRED, 1L);
    }

    @Example
    void offsetsAreTakenOffBeforeMatching() {
        SensorTiming rgb = SensorTiming.of("rgb", ms(100), ms(5), ms(120));
        SensorTiming lidar = new SensorTiming("lidar", ms(100), ms(-40), ms(5), ms(120), false);
        Synchronizer synchronizer = new Synchronizer(SyncConfig.of(SyncMode.LIVE, List.of(rgb, lidar)));
        synchronizer.offer(frame("rgb", 100, 0), at(100));
        FrameSet set =
                Traces.sets(synchronizer.offer(frame("lidar", 58, 0), at(100))).get(0);
        assertThat(set.isComplete()).isTrue();
        assertThat(set.stamp()).isEqualTo(at(98));
        assertThat(set.member("rgb").map(FrameSet.Member::skewNanos)).contains(2_000_000L);
        assertThat(set.skewNanos()).isEqualTo(2_000_000);
    }

    @Example
    void rejectedAndShedFramesAreBookedOnce() {
        Synchronizer synchronizer = synchronizer(List.of(steady("rgb", 0, 0), steady("lidar", 0, 0)));
        FrameRef rgb = frame("rgb", 0, 0);
        synchronizer.offer(rgb, at(0));
        FrameSet set =
                Traces.sets(synchronizer.offer(frame("lidar", 0, 0), at(0))).get(0);
        assertThat(Traces.ended(synchronizer.reject(rgb, "damaged"))).hasSize(1);
        assertThat(synchronizer.reject(rgb, "damaged")).isEmpty();
        assertThat(Traces.ended(synchronizer.shed(set))).hasSize(1);
        FrameRef pending = frame("rgb", 100, 1);
        synchronizer.offer(pending, at(100));
        assertThat(Traces.ended(synchronizer.reject(pending, "damaged"))).hasSize(1);
        Books books = synchronizer.books();
        assertThat(books.balance()).isTrue();
        assertThat(books.shedSets()).isEqualTo(1);
        assertThat(books.account("rgb").ended())
                .containsEntry(Fate.MALFORMED, 2L)
                .containsEntry(Fate.MATCHED, 0L);
        assertThat(books.account("lidar").ended()).containsEntry(Fate.SHED, 1L);
    }

    @Example
    void aRestoredSynchronizerGoesOnWhereTheOtherStopped() {
        List<Trace> traces = List.of(steady("rgb", 0, 0), steady("lidar", 0, 0));
        Synchronizer first = synchronizer(traces);
        first.offer(frame("rgb", 0, 0), at(0));
        first.offer(frame("lidar", 0, 0), at(0));
        first.offer(frame("rgb", 100, 1), at(100));
        Synchronizer second = synchronizer(traces);
        assertThat(second.restore(first.snapshot(), at(101))).isEmpty();
        assertThat(Traces.ended(second.offer(frame("rgb", 100, 1), at(101))))
                .extracting(end -> end.fate())
                .containsExactly(Fate.DUPLICATE);
        assertThat(Traces.sets(second.offer(frame("lidar", 0, 0), at(102)))).isEmpty(); // its set had left
        List<FrameSet> sets = Traces.sets(second.offer(frame("lidar", 100, 1), at(103)));
        assertThat(sets).hasSize(1).allMatch(FrameSet::isComplete);
        assertThat(second.books().account("rgb")).isEqualTo(new Books.Account(2, 0, fates(1, 1)));
    }

    private static Map<Fate, Long> fates(long matched, long duplicate) {
        Map<Fate, Long> fates = new TreeMap<>();
        for (Fate fate : Fate.values()) {
            fates.put(fate, fate == Fate.MATCHED ? matched : fate == Fate.DUPLICATE ? duplicate : 0L);
        }
        return fates;
    }
}
