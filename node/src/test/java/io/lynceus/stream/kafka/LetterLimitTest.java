package io.lynceus.stream.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.wire.Stamp;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class LetterLimitTest {
    private final LetterLimit limit = new LetterLimit();

    private static Stamp at(long millis) {
        return Stamp.ofMillis(1_700_000_000_000L + millis);
    }

    @Test
    void aFloodOfGarbageGivesAFewLettersThatSayHowManyHadNone() {
        long letters = 0;
        long leftOut = 0;
        for (int i = 0; i < 500_000; i++) { // 50,000 a second
            OptionalLong before = limit.admit("rgb", at(i / 50));
            if (before.isPresent()) {
                letters++;
                leftOut += before.getAsLong();
            }
        }
        assertThat(letters).isBetween((long) LetterLimit.BURST, LetterLimit.BURST + 10L * LetterLimit.PER_SECOND + 1);
        OptionalLong last = limit.admit("rgb", at(20_000));
        assertThat(letters + leftOut + last.orElseThrow())
                .as("all are accounted for")
                .isEqualTo(500_000);
    }

    @Test
    void theOtherTopicsLettersAreNotLeftOut() {
        for (int i = 0; i < 10_000; i++) {
            limit.admit("rgb", at(0));
        }
        assertThat(limit.admit("depth", at(0))).hasValue(0);
    }

    @Test
    void aClockThatIsSetBackStopsNothing() {
        limit.admit("rgb", at(10_000));
        assertThat(limit.admit("rgb", at(0))).hasValue(0);
        assertThat(limit.admit("rgb", at(100))).hasValue(0);
    }
}
