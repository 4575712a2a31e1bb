package io.lynceus.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.sync.Outcome.Fate;
import java.util.Arrays;

/** Checks the accounts of a node (R1). */
public final class Balance {
    private Balance() {}

    /** Fails unless every frame that came in has ended once, is pending, or was handed over. */
    public static void assertHolds(Tally tally) {
        for (String sensor : tally.sensors()) {
            long ended = Arrays.stream(Fate.values())
                    .mapToLong(fate -> tally.count(sensor, fate))
                    .sum();
            assertThat(ended + tally.pending(sensor) + tally.handedOverCount(sensor))
                    .as(sensor + ": ended, pending and handed over")
                    .isEqualTo(tally.receivedCount(sensor));
        }
    }
}
