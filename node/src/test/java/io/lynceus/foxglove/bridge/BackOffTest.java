package io.lynceus.foxglove.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class BackOffTest {
    @Test
    void eachWaitIsUpToTwiceAsLongAsTheOneBeforeAtMostHalfAMinuteAndASuccessBeginsAnew() {
        BackOff backOff = new BackOff(new Random(3));
        long step = 500;
        for (int i = 0; i < 12; i++) {
            assertThat(backOff.next().toMillis()).isBetween(step / 2, step);
            step = Math.min(2 * step, 30_000);
        }
        backOff.reset();
        assertThat(backOff.next().toMillis()).isBetween(250L, 500L);
    }
}
