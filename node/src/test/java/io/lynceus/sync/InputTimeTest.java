package io.lynceus.sync;

import static io.lynceus.sync.Traces.at;
import static io.lynceus.sync.Traces.ms;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.wire.Stamp;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class InputTimeTest {
    private static final int ALLOWANCE = 75;
    private static final int TICK = 10;

    private static InputTime time() {
        return new InputTime(ms(ALLOWANCE));
    }

    /** Looks every 10 ms. Returns the last time. */
    private static Stamp look(InputTime time, long from, long to) {
        Stamp last = time.at(at(from));
        for (long now = from + TICK; now <= to; now += TICK) {
            last = time.at(at(now));
        }
        return last;
    }

    @Property(tries = 100)
    void itIsTheClockWhereFramesComeBeforeTheAllowance(@ForAll long seed) {
        InputTime time = time();
        Random random = new Random(seed);
        for (long now = 0; now < 3_000; now += 1 + random.nextInt(TICK)) {
            if (random.nextInt(4) == 0) {
                time.arrived(at(now - random.nextInt(ALLOWANCE)), at(now));
            }
            assertThat(time.at(at(now))).isEqualTo(at(now));
        }
    }

    @Property(tries = 100)
    void itStandsStillWithTheNodeAndGoesOnAsTheBacklogIsRead(@ForAll @IntRange(min = 100, max = 490) int pause) {
        InputTime time = time();
        time.arrived(at(0), at(0));
        look(time, 0, 10);
        assertThat(time.at(at(10 + pause))).isLessThanOrEqualTo(at(ALLOWANCE + 30));
        for (long stamp = 20; stamp <= pause; stamp += 20) {
            time.arrived(at(stamp), at(10 + pause));
            assertThat(time.at(at(10 + pause))).isBetween(at(stamp), at(stamp + ALLOWANCE));
        }
    }

    @Property(tries = 100)
    void sensorsThatAreBehindTogetherHaveTheAllowanceToMeet(@ForAll @IntRange(min = 80, max = 490) int behind) {
        InputTime time = time();
        for (long now = 0; now < 2_000; now += TICK) {
            if (now % 100 == 0) {
                time.arrived(at(now - behind), at(now));
                assertThat(time.at(at(now))).isEqualTo(at(now - behind + ALLOWANCE));
            } else {
                assertThat(time.at(at(now))).isBetween(at(now - behind + ALLOWANCE), at(now));
            }
        }
    }

    @Example
    void silenceOfAllSensorsIsSeenByTheClock() {
        InputTime time = time();
        time.arrived(at(0), at(5));
        assertThat(look(time, 10, 300)).isEqualTo(at(300));
    }

    @Example
    void aClockThatIsSetForwardLeavesItWithTheFrames() {
        InputTime time = time();
        for (long stamp = 0; stamp < 1_000; stamp += 100) {
            time.arrived(at(stamp), at(3_600_000 + stamp));
            assertThat(time.at(at(3_600_000 + stamp))).isEqualTo(at(stamp + ALLOWANCE));
        }
    }

    @Example
    void aStampThatWasNeverSetDoesNotTakeItFurtherThanAnHour() {
        for (long nanos : new long[] {Long.MIN_VALUE, 0}) {
            InputTime time = time();
            time.arrived(new Stamp(nanos), at(0));
            assertThat(time.at(at(0))).isEqualTo(at(-3_600_000 + ALLOWANCE));
            time.arrived(at(5), at(10));
            assertThat(time.at(at(10))).isEqualTo(at(10));
        }
    }

    @Example
    void beforeTheFirstFrameItIsTheClock() {
        InputTime time = time();
        assertThat(time.at(at(77))).isEqualTo(at(77));
        assertThat(time.at(at(9_077))).isEqualTo(at(9_077));
    }

    @Example
    void aClockThatIsSetBackTakesItAlong() {
        InputTime time = time();
        time.arrived(at(0), at(0));
        look(time, 0, 200);
        assertThat(time.at(at(-60_000))).isEqualTo(at(-60_000));
    }

    @Example
    void aStampFromTheFutureDoesNotPutItAhead() {
        InputTime time = time();
        time.arrived(at(900), at(0));
        assertThat(time.at(at(0))).isEqualTo(at(0));
        assertThat(look(time, 0, 1_000)).isEqualTo(at(1_000));
    }
}
