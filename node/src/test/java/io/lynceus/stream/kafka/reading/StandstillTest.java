package io.lynceus.stream.kafka.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StandstillTest {
    private static final long SECOND = 1_000_000_000;

    private final Standstill standstill = new Standstill();

    private List<Integer> tooLong(int fromSecond, int untilSecond, boolean running) {
        List<Integer> seconds = new ArrayList<>();
        for (int second = fromSecond; second < untilSecond; second++) {
            if (standstill.isTooLong(running, second * SECOND)) {
                seconds.add(second);
            }
        }
        return seconds;
    }

    @Test
    void newClientsAreAskedForMoreAndMoreRarelyUntilAllRuns() {
        assertThat(tooLong(0, 5, true)).isEmpty();
        assertThat(tooLong(5, 200, false)).containsExactly(35, 96);
        assertThat(tooLong(200, 201, true)).isEmpty();
        assertThat(tooLong(201, 240, false)).containsExactly(231);
    }

    @Test
    void timeWithoutABrokerDoesNotCount() {
        standstill.isTooLong(true, 0);
        assertThat(standstill.isTooLong(false, 600 * SECOND)).isFalse();
        assertThat(tooLong(601, 625, false)).isEmpty();
    }
}
