package io.lynceus.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.wire.Stamp;
import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SheddingTest {
    private static final Duration MAX_AGE = Duration.ofMillis(500);
    private static final Duration TOLERANCE = Duration.ofMillis(45);

    private static Stamp at(long millis) {
        return Stamp.ofMillis(1_700_000_000_000L + millis);
    }

    @Test
    void withAFrameThatIsTooOldGoThoseOfItsSet() {
        Shedding shedding = Shedding.olderThan(MAX_AGE, TOLERANCE);
        assertThat(shedding.sheds(at(0), at(501))).isTrue();
        assertThat(shedding.sheds(at(20), at(501))).as("of the same set").isTrue();
        assertThat(shedding.sheds(at(100), at(501))).as("of the next set").isFalse();
        assertThat(shedding.sheds(at(90), at(501))).isFalse();
    }

    @Property(tries = 200)
    void nothingYoungerThanTheAgeLimitLessTheToleranceIsEverShed(
            @ForAll @IntRange(max = 2_000) int first, @ForAll @IntRange(max = 454) int age) {
        Shedding shedding = Shedding.olderThan(MAX_AGE, TOLERANCE);
        shedding.sheds(at(0), at(first));
        Stamp now = at(first + 3);
        assertThat(shedding.sheds(now.plusNanos(-age * 1_000_000L), now)).isFalse();
    }

    @Test
    void aClockThatIsSetBackEndsIt() {
        Shedding shedding = Shedding.olderThan(MAX_AGE, TOLERANCE);
        assertThat(shedding.sheds(at(0), at(10_000))).isTrue();
        assertThat(shedding.sheds(at(-60_000), at(-60_000))).isFalse();
    }
}
