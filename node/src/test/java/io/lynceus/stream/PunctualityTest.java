package io.lynceus.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.wire.Stamp;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PunctualityTest {
    private static final Duration MAX_AGE = Duration.ofMillis(500);
    private static final Duration YOUNG = Duration.ofMillis(80);

    private final Punctuality punctuality = Punctuality.within(MAX_AGE);

    private static Stamp at(long millis) {
        return Stamp.ofMillis(1_700_000_000_000L + millis);
    }

    @Test
    void aRigThatShedsButHasMasksInTimeIsNoTrouble() {
        for (int i = 0; i < 50; i++) {
            punctuality.shed("a", at(100L * i));
            punctuality.mask("a", YOUNG, at(100L * i + 50));
        }
        assertThat(punctuality.troubles(at(5_000))).isEmpty();
    }

    @Test
    void aRigWhoseMasksAreAllTooOldIsNamedWithTheAgeAndTheLimit() {
        punctuality.mask("a", YOUNG, at(0));
        punctuality.mask("b", YOUNG, at(0));
        for (int i = 1; i < 20; i++) {
            punctuality.mask("a", Duration.ofMillis(1_700), at(100L * i));
            punctuality.mask("b", YOUNG, at(100L * i));
        }
        assertThat(punctuality.troubles(at(1_950))).singleElement().satisfies(trouble -> assertThat(trouble)
                .contains("rig a", "1950 ms", "1700 ms old", "500 ms", "overloaded"));
    }

    @Test
    void aRigThatOnlyShedsIsTroubleUntilItsNextMaskInTime() {
        punctuality.shed("a", at(0));
        assertThat(punctuality.troubles(at(900))).as("a short spell").isEmpty();
        punctuality.shed("a", at(1_500));
        assertThat(punctuality.troubles(at(1_600))).isNotEmpty();
        punctuality.mask("a", YOUNG, at(1_700));
        assertThat(punctuality.troubles(at(1_700))).isEmpty();
    }

    @Test
    void aRigIsTroubleWhileTheNodeHasNoTimeToDoAnything() {
        punctuality.mask("a", YOUNG, at(0));
        punctuality.mask("b", YOUNG, at(0));
        punctuality.shed("a", at(1_000));
        assertThat(punctuality.troubles(at(4_500)))
                .as("nothing is done for seconds")
                .hasSize(1);
        punctuality.shedUnread(at(5_500));
        assertThat(punctuality.troubles(at(9_000)))
                .as("rig b has had no frames")
                .singleElement()
                .satisfies(trouble -> assertThat(trouble).contains("rig a", "shed unread"));
        punctuality.mask("a", YOUNG, at(9_100));
        punctuality.shedUnread(at(9_200));
        assertThat(punctuality.troubles(at(12_000))).isEmpty();
    }

    @Test
    void aRigWhoseSensorsHaveStoppedIsNotOverloaded() {
        punctuality.shed("a", at(0));
        punctuality.shed("a", at(1_500));
        assertThat(punctuality.troubles(at(9_000))).isEmpty();
    }
}
