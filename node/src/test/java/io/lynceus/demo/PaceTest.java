package io.lynceus.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static double hertz(long networkMillis, int cores) {
        return Pace.of(Duration.ofMillis(networkMillis), 2, cores).hertz();
    }

    @Test
    void twoCoresThatCarryNineSetsASecondPlayFour() {
        assertThat(hertz(88, 2)).isEqualTo(4);
        assertThat(hertz(60, 2)).as("the rest of a set is work too").isEqualTo(5);
    }

    @Test
    void aFastMachinePlaysTenAndMoreCoresPlayMore() {
        assertThat(hertz(20, 2)).isEqualTo(10);
        assertThat(hertz(88, 4)).isEqualTo(8);
    }

    @Test
    void aMachineThatCarriesNothingPlaysTheLowestRateAndSaysWhatItMeasured() {
        Pace pace = Pace.of(Duration.ofSeconds(3), 2, 1);
        assertThat(pace.hertz()).isEqualTo(2);
        assertThat(pace.reason()).contains("3000 ms").contains("1 cores").contains("--rate");
    }
}
