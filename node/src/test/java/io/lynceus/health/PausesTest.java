package io.lynceus.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.wire.Stamp;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class PausesTest {
    private static final Stamp START = Stamp.ofMillis(1_700_000_000_000L);

    private final Pauses pauses = new Pauses();

    private boolean excuseAt(long millis) {
        return pauses.excuse(START.plusNanos(millis * 1_000_000));
    }

    /** Looks every 10 ms. Returns the first time that is not excused. */
    private long firstJudged(long from, long to) {
        for (long at = from; at < to; at += 10) {
            if (!excuseAt(at)) {
                return at;
            }
        }
        return to;
    }

    @Example
    void sensorsMayStartFiveSecondsAfterTheNode() {
        assertThat(firstJudged(0, 60_000)).isEqualTo(5_000);
    }

    @Property(tries = 100)
    void aPauseExcusesAsLongAgainAsItWas(@ForAll @IntRange(min = 101, max = 20_000) int millis) {
        long end = firstJudged(0, 60_000);
        for (long at = end; at <= end + 6_000; at += 10) {
            assertThat(excuseAt(at)).as("regular looks are no pause").isFalse();
        }
        long after = end + 6_000 + millis;
        long judged = firstJudged(after, after + 60_000);
        assertThat(judged - after).isBetween(Math.min(millis, 5_000L), Math.min(millis, 5_000L) + 10);
    }

    @Property(tries = 50)
    void whoAlwaysStumblesStillJudgesHalfOfTheTime(@ForAll @IntRange(min = 101, max = 5_000) int every) {
        int excused = 0;
        for (int look = 0; look < 1_000; look++) {
            excused += excuseAt((long) look * every) ? 1 : 0;
        }
        assertThat(excused).isLessThanOrEqualTo(510);
    }

    @Example
    void aClockThatWasSetBackExcusesNothing() {
        excuseAt(0);
        assertThat(excuseAt(-3_600_000)).isFalse();
        assertThat(firstJudged(-3_599_990, 0)).isEqualTo(-3_599_990);
    }
}
