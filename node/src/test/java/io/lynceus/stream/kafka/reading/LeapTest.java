package io.lynceus.stream.kafka.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LeapTest {
    private final Leap leap = new Leap(Duration.ofMillis(500), Duration.ofMillis(100));

    @Test
    void aConsumerThatIsNearEnoughStaysWhereItIs() {
        assertThat(leap.read(499, true, 0)).isEmpty();
        assertThat(leap.read(9_000, false, 0)).as("there is nothing younger").isEmpty();
    }

    @Test
    void whatMayStillBeUsedIsNotSkipped() {
        assertThat(leap.read(60_000, true, 0)).contains(500L);
    }

    @Test
    void whereThatIsNotEnoughTheNewestIsNext() {
        assertThat(leap.read(60_000, true, 0)).contains(500L);
        assertThat(leap.read(60_000, true, 100))
                .as("what was asked for is on its way")
                .isEmpty();
        assertThat(leap.read(501, true, 400)).contains(100L);
        assertThat(leap.read(300, true, 500)).isEmpty();
        assertThat(leap.read(700, true, 900)).as("it has not caught up yet").contains(100L);
    }

    @Test
    void aConsumerThatHasCaughtUpBeginsGentlyAgain() {
        leap.read(60_000, true, 0);
        leap.read(200, true, 300);
        assertThat(leap.read(800, true, 5_000)).contains(500L);
    }
}
