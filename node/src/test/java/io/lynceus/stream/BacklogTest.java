package io.lynceus.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.sync.FrameSet;
import io.lynceus.wire.Stamp;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Which set goes next: after an outage all that are young enough (R2), under overload the newest (R5). */
class BacklogTest {
    private static final int MAX_AGE = 500;
    private static final int PERIOD = 100;
    /** From a set's stamp until it has left the matcher. */
    private static final int MATCHING = 20;

    /** A set that had its turn, and when its mask was there. */
    private record Went(long stamp, long turn, long mask) {}

    /** A network that works on one set after the other, looked at every 2 ms. */
    private static final class Drive {
        private final Backlog backlog = Backlog.youngerThan(Duration.ofMillis(MAX_AGE));
        private final IntUnaryOperator call;
        private final Deque<Went> inNetwork = new ArrayDeque<>();
        private Optional<Duration> roundTrip = Optional.empty();
        private long now;
        private int calls;
        final List<Went> masks = new ArrayList<>();
        final List<Long> shed = new ArrayList<>();
        final List<Long> overload = new ArrayList<>();

        /** @param call how long each call takes, by its number, in milliseconds */
        Drive(IntUnaryOperator call) {
            this.call = call;
        }

        /** The sets of so many milliseconds come at once; a set has each hundredth millisecond as its stamp. */
        void comeBack(int backlogMillis) {
            long oldest = Math.floorDiv(now - backlogMillis + PERIOD - 1, PERIOD) * PERIOD;
            for (long stamp = oldest; stamp < now - MATCHING; stamp += PERIOD) {
                add(stamp);
            }
        }

        /** Sets come in time until then. */
        void drive(long until) {
            for (; now < until; now += 2) {
                if (now % PERIOD == MATCHING) {
                    add(now - MATCHING);
                }
                look();
            }
        }

        /** Nothing happens for a time, neither here nor in the network. */
        void stop(long millis) {
            now += millis;
            List<Went> shifted = inNetwork.stream()
                    .map(went -> new Went(went.stamp, went.turn, went.mask + millis))
                    .toList();
            inNetwork.clear();
            inNetwork.addAll(shifted);
        }

        private void add(long stamp) {
            backlog.add(new MatchedSet(new FrameSet(at(stamp), new TreeMap<>(), Set.of()), new TreeMap<>()), at(now));
            look();
        }

        private void look() {
            while (!inNetwork.isEmpty() && inNetwork.getFirst().mask <= now) {
                Went done = inNetwork.removeFirst();
                roundTrip = Optional.of(Duration.ofMillis(now - done.turn));
                masks.add(done);
            }
            for (Backlog.Shed one : backlog.takeShed(at(now))) {
                shed.add(millis(one.set()));
                if (one.overload()) {
                    overload.add(millis(one.set()));
                }
            }
            Optional<MatchedSet> next = backlog.take(inNetwork.size(), roundTrip);
            while (next.isPresent()) {
                long begin = inNetwork.isEmpty() ? now : inNetwork.getLast().mask;
                inNetwork.addLast(new Went(millis(next.get()), now, begin + call.applyAsInt(calls++)));
                next = backlog.take(inNetwork.size(), roundTrip);
            }
        }
    }

    private static Stamp at(long millis) {
        return PipelineRig.START.plusNanos(millis * 1_000_000);
    }

    private static long millis(MatchedSet set) {
        return set.set().stamp().nanosSince(PipelineRig.START) / 1_000_000;
    }

    @Property(tries = 300)
    void noSetOfABacklogIsLostThatIsYoungEnoughWhileTheNetworkIsQuickEnough(
            @ForAll @IntRange(max = PERIOD / 2 - 1) int half,
            @ForAll @IntRange(min = MATCHING + 2, max = MAX_AGE) int outage,
            @ForAll @IntRange(min = 1, max = PERIOD - 4) int call) {
        Drive drive = new Drive(number -> call);
        drive.now = 2L * half;
        drive.comeBack(outage);
        drive.drive(20_000);
        assertThat(drive.shed).isEmpty();
        assertThat(drive.masks)
                .extracting(Went::stamp)
                .as("in order")
                .isSorted()
                .hasSizeGreaterThan(190);
        assertThat(drive.masks).as("and in the end as young as ever").last().satisfies(went -> assertThat(
                        went.mask - went.stamp)
                .isLessThanOrEqualTo(call < 90 ? MATCHING + 2 * call + 4 : MAX_AGE + call));
    }

    @Property(tries = 100)
    void someSlowCallsAfterARestartLoseOnlyWhatIsTooOldByThen(@ForAll @IntRange(min = 100, max = 220) int first) {
        Drive drive = new Drive(number -> number == 0 ? first : 60);
        drive.comeBack(MAX_AGE);
        drive.drive(5_000);
        long firstMask = drive.masks.get(0).mask;
        assertThat(drive.shed).allMatch(stamp -> firstMask - stamp > MAX_AGE);
    }

    @Property(tries = 100)
    void aNetworkThatIsTooSlowForTheBacklogTakesTheNewestSoon(
            @ForAll @IntRange(max = MAX_AGE) int outage,
            @ForAll @IntRange(min = PERIOD + PERIOD / 2, max = 10 * PERIOD) int call) {
        Drive drive = new Drive(number -> call);
        drive.comeBack(outage);
        drive.drive(20_000);
        assertThat(drive.overload).isNotEmpty();
        assertThat(drive.masks)
                .filteredOn(went -> went.turn > MAX_AGE + 3L * call)
                .isNotEmpty()
                .allSatisfy(went -> assertThat(went.mask - went.stamp).isLessThanOrEqualTo(call + PERIOD + MATCHING));
        for (int i = 1; i < drive.masks.size(); i++) {
            assertThat(drive.masks.get(i).turn - drive.masks.get(i - 1).mask)
                    .as("the network is never idle")
                    .isLessThanOrEqualTo(2);
        }
    }

    @Example
    void aNetworkThatIsHardlyTooSlowOwesTheMoreTheLongerItWorksOnABacklog() {
        Drive drive = new Drive(number -> PERIOD + 10);
        drive.comeBack(MAX_AGE);
        drive.drive(10_000);
        assertThat(drive.overload).isNotEmpty();
        assertThat(drive.masks.stream().filter(went -> went.turn > 3_000))
                .allSatisfy(went -> assertThat(went.turn - went.stamp)
                        .as("as young as without the outage")
                        .isLessThanOrEqualTo(MAX_AGE / 4 + MATCHING + 2 * PERIOD));
    }

    @Property(tries = 100)
    void aProcessThatWasStoppedLosesOnlyWhatIsTooOldByItsFirstMask(@ForAll @IntRange(min = 1, max = 90) int periods) {
        int stopped = PERIOD * periods;
        Drive drive = new Drive(number -> 80);
        drive.comeBack(300);
        drive.stop(stopped);
        drive.comeBack(Math.min(MAX_AGE, stopped));
        drive.drive(drive.now + 5_000);
        long firstMask = drive.masks.get(0).mask;
        assertThat(drive.shed).allMatch(stamp -> firstMask - stamp > MAX_AGE);
    }

    @Example
    void aSetThatIsLateForAnotherReasonThanTheNetworkIsNotDueToOverload() {
        Drive drive = new Drive(number -> 40);
        drive.comeBack(MAX_AGE + 299);
        drive.drive(100);
        assertThat(drive.shed).containsExactly(-700L, -600L);
        assertThat(drive.overload).isEmpty();
    }

    @Example
    void framesThatComeTooLateForAMomentAreABacklogAndForLongAreOverload() {
        Backlog backlog = Backlog.youngerThan(Duration.ofMillis(MAX_AGE));
        for (int millis = 0; millis <= 2 * MAX_AGE; millis += 20) {
            backlog.cameLate(at(millis));
            assertThat(backlog.isBehind()).isFalse();
        }
        backlog.cameLate(at(5 * MAX_AGE));
        assertThat(backlog.isBehind()).as("another outage").isFalse();
        backlog.cameLate(at(6 * MAX_AGE));
        backlog.cameLate(at(8 * MAX_AGE));
        assertThat(backlog.isBehind()).isTrue();
        Backlog recording = Backlog.inOrder();
        recording.cameLate(at(0));
        recording.cameLate(at(MAX_AGE));
        assertThat(recording.isBehind()).isFalse();
    }
}
