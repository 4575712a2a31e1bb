package io.lynceus.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    @Test
    void theCheckFiguresOfTheMethodCardAreMet() {
        // 664 steps an epoch, 100 epochs, 10 of warm-up; the decay ends one epoch late, as published
        Schedule schedule = new Schedule(6e-4, 6640, 0.1, 101 * 664, 0.9, ScheduleConfig.RECIPE);
        assertThat(schedule.at(0)).isCloseTo(6.0e-5, within(1e-12));
        assertThat(schedule.at(1000)).isCloseTo(1.41325e-4, within(1e-9));
        assertThat(schedule.at(6640)).isCloseTo(6.0e-4, within(1e-12));
        assertThat(schedule.at(30_000)).isCloseTo(3.864736e-4, within(1e-9));
        assertThat(schedule.at(66_000)).isCloseTo(1.582378e-5, within(1e-10));
    }

    @Test
    void withoutWarmUpItStartsAtTheBaseRate() {
        assertThat(new Schedule(1e-3, 0, 0.1, 100, 0.9, ScheduleConfig.RECIPE).at(0))
                .isEqualTo(1e-3);
    }

    @Test
    void theCosineEndsAtItsLeastRate() {
        Schedule cosine = new Schedule(2e-4, 4, 0.2, 50, 1, new ScheduleConfig("cosine", 1e-6, List.of(), 1, 1));
        assertThat(cosine.at(3)).isCloseTo(1.6e-4, within(1e-12)); // MoBaNet's warm-up: a fifth more in each epoch
        assertThat(cosine.at(27)).isCloseTo((2e-4 + 1e-6) / 2, within(1e-12));
        assertThat(cosine.at(50)).isCloseTo(1e-6, within(1e-12));
    }

    @Test
    void milestonesMultiplyTheRate() {
        ScheduleConfig steps = new ScheduleConfig("multi-step", 0, List.of(25L, 35L, 45L), 0.1, 1);
        Schedule schedule = new Schedule(0.01, 0, 1, 50, 1, steps);
        assertThat(schedule.at(24)).isEqualTo(0.01);
        assertThat(schedule.at(25)).isCloseTo(1e-3, within(1e-12));
        assertThat(schedule.at(46)).isCloseTo(1e-5, within(1e-12));
    }

    @Test
    void aScheduleByEpochsChangesAtTheirStartAlone() {
        ScheduleConfig epochs = new ScheduleConfig("polynomial", 0, List.of(), 1, 10);
        Schedule schedule = new Schedule(1, 0, 1, 100, 1, epochs);
        assertThat(schedule.at(19)).isEqualTo(schedule.at(10)).isCloseTo(0.9, within(1e-12));
        assertThat(schedule.at(20)).isCloseTo(0.8, within(1e-12));
    }
}
