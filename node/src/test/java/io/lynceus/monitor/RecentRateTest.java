package io.lynceus.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lynceus.wire.Stamp;
import org.junit.jupiter.api.Test;

class RecentRateTest {
    private final RecentRate rate = new RecentRate();

    private void happens(long fromMillis, long toMillis, long period) {
        for (long at = fromMillis; at <= toMillis; at += period) {
            rate.happened(Stamp.ofMillis(at));
        }
    }

    @Test
    void aRateIsThatOfTheLastSecondsNotOfTheWholeTime() {
        happens(100_000, 200_000, 1_000);
        happens(200_100, 206_000, 100);
        assertThat(rate.hertz(Stamp.ofMillis(206_000))).isCloseTo(10, within(0.1));
    }

    @Test
    void aSlowSensorHasARateToo() {
        happens(100_000, 130_000, 10_000);
        assertThat(rate.hertz(Stamp.ofMillis(135_000))).isCloseTo(0.1, within(0.001));
    }

    @Test
    void whatHasEndedHasNoRate() {
        assertThat(rate.hertz(Stamp.ofMillis(0))).isZero();
        happens(100_000, 110_000, 100);
        assertThat(rate.hertz(Stamp.ofMillis(110_900))).isPositive();
        assertThat(rate.hertz(Stamp.ofMillis(111_100))).isZero();
    }

    @Test
    void aRepetitionDoesNotCountAndARecordingMayBeginAgain() {
        happens(100_000, 105_000, 100);
        happens(104_000, 105_000, 100);
        assertThat(rate.hertz(Stamp.ofMillis(105_000))).isCloseTo(10, within(0.1));
        happens(50_000, 51_000, 500);
        assertThat(rate.hertz(Stamp.ofMillis(51_000))).isCloseTo(2, within(0.1));
    }
}
