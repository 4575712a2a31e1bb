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
    private static List<Left> run(CheckedSynchronizer synchronizer, List<Trace> traces, long latency, Random random) {
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
            }
            if (now % TICK == 0) {
                Traces.sets(synchronizer.advance(at(now))).forEach(set -> left.add(new Left(set, when)));
            }
        }
        return left;
    }

    private static CheckedSynchronizer synchronizer(List<Trace> traces) {
        return synchronizer(Traces.config(traces));
    }

    private static CheckedSynchronizer synchronizer(SyncConfig config) {
        return new CheckedSynchronizer(config, WaitingRule.live(config.bounds(), ms(1_000)));
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
    void aSensorIsSilentAfterTwoAndAHalfPeriods() {
        CheckedSynchronizer synchronizer = synchronizer(List.of(steady("rgb", 0, 0), steady("lidar", 0, 0)));
        synchronizer.offer(frame("rgb", 0, 0), at(0));
        synchronizer.offer(frame("lidar", 0, 0), at(0));
        synchronizer.offer(frame("rgb", 200, 1), at(200));
        assertThat(synchronizer.advance(at(250))).isEmpty();
        assertThat(Traces.sets(synchronizer.advance(at(251))))
                .as("the set of 200 waits until lidar is silent, not until its deadline at 320")
                .extracting(FrameSet::missing)
                .containsExactly(Set.of("lidar"));
        synchronizer.offer(frame("lidar", 260, 1), at(260));
        assertThat(Traces.sets(synchronizer.offer(frame("rgb", 300, 2), at(300))))
                .as("lidar's own set leaves; that of 300 waits for lidar again")
                .extracting(FrameSet::stamp)
                .containsExactly(at(260));
    }

    @Example
    void aFrameThatComesAfterItsSetLeftIsLate() {
        CheckedSynchronizer synchronizer = synchronizer(List.of(steady("rgb", 0, 0), steady("lidar", 0, 0)));
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
        CheckedSynchronizer synchronizer = synchronizer(List.of(steady("rgb", 0, 0), steady("lidar", 0, 0)));
        synchronizer.offer(frame("rgb", 0, 7), at(0));
        assertThat(Traces.ended(synchronizer.offer(frame("rgb", 0, 7), at(1))))
                .extracting(end -> end.fate())
                .containsExactly(Fate.DUPLICATE);
        assertThat(Traces.ended(synchronizer.offer(frame("rgb", 0, 8), at(1))))
                .extracting(end -> end.fate())
                .containsExactly(Fate.DUPLICATE);
    }

    @Example
    void aStampFromTheFutureIsRefusedAndBlocksNothing() {
        CheckedSynchronizer synchronizer = synchronizer(List.of(steady("rgb", 0, 0), steady("lidar", 0, 0)));
        List<Outcome> outcomes = synchronizer.offer(frame("rgb", 1_002, 0), at(0));
        assertThat(Traces.ended(outcomes)).extracting(end -> end.fate()).containsExactly(Fate.MALFORMED);
        assertThat(Traces.ended(outcomes).get(0).reason()).contains("1002 ms").contains("1000 ms");
        synchronizer.offer(frame("rgb", 5, 1), at(5));
        assertThat(Traces.sets(synchronizer.offer(frame("lidar", 5, 0), at(5)))).hasSize(1);
    }

    @Example
    void extremeStampsAreRefused() {
        CheckedSynchronizer synchronizer = synchronizer(List.of(steady("rgb", 0, 0)));
        for (long nanos : new long[] {Long.MIN_VALUE, Long.MAX_VALUE}) {
            FrameRef frame = new FrameRef("rig", "rgb", new Stamp(nanos), new RecordAddress("rgb", 0, nanos));
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
        CheckedSynchronizer synchronizer = synchronizer(List.of(steady("rgb", 0, 0), steady("lidar", 0, 0)));
        List<FrameSet> sets = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            long time = 100L * i - (i < 20 ? 0 : jump);
            // The clock steps with the stamps, a little before or after them.
            long clock = 100L * i - (i < 20 + random.nextInt(-1, 2) ? 0 : jump);
            long now = Math.max(clock, time - 900);
            sets.addAll(Traces.sets(synchronizer.offer(frame("rgb", time, i), at(now))));
            sets.addAll(Traces.sets(synchronizer.offer(frame("lidar", time, i), at(now))));
        }
        assertThat(sets.stream().filter(FrameSet::isComplete).count()).isGreaterThanOrEqualTo(37);
        assertThat(millis(sets.get(sets.size() - 1).stamp())).isEqualTo(3900 - jump);
    }

    @Example
    void aClockSetBackDoesNotHoldWhatIsPending() {
        CheckedSynchronizer synchronizer = synchronizer(List.of(steady("rgb", 0, 0), steady("lidar", 0, 0)));
        synchronizer.offer(frame("rgb", 0, 0), at(0));
        assertThat(Traces.sets(synchronizer.advance(at(-60_000)))).hasSize(1);
        synchronizer.offer(frame("rgb", -59_990, 1), at(-59_990));
        assertThat(Traces.sets(synchronizer.offer(frame("lidar", -59_990, 0), at(-59_990))))
                .hasSize(1);
    }

    @Example
    void withoutARequiredSensorASetExpires() {
        SensorTiming rgb = new SensorTiming("rgb", ms(100), ms(0), ms(30), ms(120), true);
        SensorTiming lidar = Traces.timing("lidar", ms(100), ms(30), ms(120));
        CheckedSynchronizer synchronizer = synchronizer(Traces.config(rgb, lidar));
        synchronizer.offer(frame("lidar", 0, 0), at(0));
        assertThat(Traces.setEnds(synchronizer.advance(at(120))))
                .extracting(end -> end.kind())
                .containsExactly(SetKind.EXPIRED);
        assertThat(synchronizer.count("lidar", Fate.EXPIRED)).isEqualTo(1);
    }

    @Example
    void offsetsAreTakenOffBeforeMatching() {
        SensorTiming rgb = Traces.timing("rgb", ms(100), ms(5), ms(120));
        SensorTiming lidar = new SensorTiming("lidar", ms(100), ms(-40), ms(5), ms(120), false);
        CheckedSynchronizer synchronizer = synchronizer(Traces.config(rgb, lidar));
        synchronizer.offer(frame("rgb", 100, 0), at(100));
        FrameSet set =
                Traces.sets(synchronizer.offer(frame("lidar", 58, 0), at(100))).get(0);
        assertThat(set.isComplete()).isTrue();
        assertThat(set.stamp()).isEqualTo(at(98));
        assertThat(set.members().values().stream().map(FrameSet.Member::skewNanos))
                .as("of lidar, which opened the set, and of rgb")
                .containsExactly(0L, 2_000_000L);
    }

    @Example
    void aResumedSynchronizerGoesOnWhereTheOtherStopped() {
        List<Trace> traces = List.of(steady("rgb", 0, 0), steady("lidar", 0, 0));
        CheckedSynchronizer first = synchronizer(traces);
        first.offer(frame("rgb", 0, 0), at(0));
        Stamp left =
                Traces.sets(first.offer(frame("lidar", 0, 0), at(0))).get(0).stamp();
        first.offer(frame("rgb", 100, 1), at(100));
        CheckedSynchronizer second = synchronizer(traces);
        second.resume(left, Map.of("rgb", left, "lidar", left));
        assertThat(second.offer(frame("rgb", 100, 1), at(101))).isEmpty(); // it waited
        assertThat(Traces.ended(second.offer(frame("rgb", 100, 1), at(101))))
                .extracting(end -> end.fate())
                .containsExactly(Fate.DUPLICATE);
        assertThat(Traces.ended(second.offer(frame("lidar", 0, 0), at(102))))
                .as("it was in the last set")
                .extracting(end -> end.fate())
                .containsExactly(Fate.DUPLICATE);
        List<FrameSet> sets = Traces.sets(second.offer(frame("lidar", 100, 1), at(103)));
        assertThat(sets).hasSize(1).allMatch(FrameSet::isComplete);
        assertThat(second.count("rgb", Fate.MATCHED)).isEqualTo(1);
        assertThat(second.count("rgb", Fate.DUPLICATE)).isEqualTo(1);
        assertThat(second.count("lidar", Fate.DUPLICATE)).isEqualTo(1);
    }
}
