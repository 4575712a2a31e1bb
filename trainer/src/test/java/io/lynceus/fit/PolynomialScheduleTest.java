package io.lynceus.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PolynomialScheduleTest {
    @Test
    void theCheckFiguresOfTheMethodCardAreMet() {
        // 664 steps an epoch, 100 epochs, 10 of warm-up; the decay ends one epoch late, as published
        PolynomialSchedule schedule = new PolynomialSchedule(6e-4, 6640, 0.1, 101 * 664, 0.9);
        assertThat(schedule.at(0)).isCloseTo(6.0e-5, within(1e-12));
        assertThat(schedule.at(1000)).isCloseTo(1.41325e-4, within(1e-9));
        assertThat(schedule.at(6640)).isCloseTo(6.0e-4, within(1e-12));
        assertThat(schedule.at(30_000)).isCloseTo(3.864736e-4, within(1e-9));
        assertThat(schedule.at(66_000)).isCloseTo(1.582378e-5, within(1e-10));
    }

    @Test
    void withoutWarmUpItStartsAtTheBaseRate() {
        assertThat(new PolynomialSchedule(1e-3, 0, 0.1, 100, 0.9).at(0)).isEqualTo(1e-3);
    }
}
