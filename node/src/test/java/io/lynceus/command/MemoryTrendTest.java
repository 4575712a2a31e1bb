package io.lynceus.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lynceus.bench.MemoryTrend;
import org.junit.jupiter.api.Test;

class MemoryTrendTest {
    @Test
    void aWobbleIsNoGrowth() {
        MemoryTrend trend = new MemoryTrend();
        for (int minute = 0; minute < 60; minute += 5) {
            double hours = minute / 60.0;
            double wobble = minute % 10 == 0 ? 1 : -1;
            trend.add(
                    new MemoryTrend.Sample(hours, 500 + 12 * hours, 80, 60 + 2 * hours, 300 - 6 * hours, 10 + wobble));
        }
        assertThat(trend.megabytesPerHour().get("resident")).isCloseTo(12, within(1e-9));
        assertThat(trend.megabytesPerHour().get("heap")).isCloseTo(0, within(1e-9));
        assertThat(trend.megabytesPerHour().get("code")).isCloseTo(2, within(1e-9));
        assertThat(trend.megabytesPerHour().get("rest")).isCloseTo(-6, within(1e-9));
        assertThat(trend.megabytesPerHour().get("direct")).isBetween(-1.0, 1.0);
    }

    @Test
    void whatACallHoldsInHalfOfTheSamplesIsNoGrowth() {
        MemoryTrend trend = new MemoryTrend();
        for (int second = 0; second < 3600; second += 15) {
            double hours = second / 3600.0;
            double call = second / 15 % 2 == 0 ? 0 : second > 2400 ? 400 : 70; // longer calls towards the end
            trend.add(new MemoryTrend.Sample(hours, 700 + 0.5 * hours + call, 90, 60, 420 + 3 * hours + call, 26));
        }
        assertThat(trend.megabytesPerHour().get("resident")).isCloseTo(0.5, within(1e-6));
        assertThat(trend.megabytesPerHour().get("rest")).isCloseTo(3, within(1e-6));
    }

    @Test
    void oneSampleGivesNoSlope() {
        MemoryTrend trend = new MemoryTrend();
        MemoryTrend.Sample now = trend.sample();
        assertThat(now.resident()).isGreaterThan(now.heap() + now.code()).isGreaterThan(now.rest());
        assertThat(now.code()).isGreaterThan(10);
        assertThatThrownBy(trend::megabytesPerHour).hasMessageContaining("soak for longer");
    }
}
