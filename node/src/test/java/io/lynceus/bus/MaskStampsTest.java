package io.lynceus.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.wire.Stamp;
import org.junit.jupiter.api.Test;

class MaskStampsTest {
    private static final long PERIOD = 100;

    private final MaskStamps stamps = new MaskStamps();

    private static Stamp at(long number) {
        return Stamp.ofMillis(PERIOD * number);
    }

    @Test
    void aRepeatedMaskIsSeenAndCountsInNoGap() {
        assertThat(stamps.add(at(1))).isTrue();
        assertThat(stamps.add(at(4))).isTrue();
        assertThat(stamps.add(at(1))).isFalse();
        assertThat(stamps.add(at(2))).as("a late one closes the gap").isTrue();
        assertThat(stamps.longestGapNanos()).isEqualTo(2 * PERIOD * 1_000_000);
    }

    @Test
    void noMaskHasNoGap() {
        assertThat(stamps.longestGapNanos()).isZero();
        stamps.add(at(7));
        assertThat(stamps.longestGapNanos()).isZero();
    }

    @Test
    void theLongestGapIsKnownLongAfterItsStampsAreForgotten() {
        stamps.add(at(1));
        stamps.add(at(9));
        for (long number = 10; number < 3L * MaskStamps.KEPT; number++) {
            assertThat(stamps.add(at(number))).isTrue();
        }
        assertThat(stamps.longestGapNanos()).isEqualTo(8 * PERIOD * 1_000_000);
        assertThat(stamps.add(at(9))).as("it was forgotten").isTrue();
        assertThat(stamps.add(at(3L * MaskStamps.KEPT - 1))).as("it was not").isFalse();
    }
}
