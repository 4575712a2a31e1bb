package io.lynceus.play;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KillTest {
    @Test
    void aSensorDiesFromOneTimeUntilAnother() {
        assertThat(Kill.parse("rgb@5s..12s"))
                .isEqualTo(new Kill("rgb", new Window(Duration.ofSeconds(5), Optional.of(Duration.ofSeconds(12)))));
        assertThat(Kill.parse("lidar@1.5s..2min").window().until()).contains(Duration.ofMinutes(2));
        assertThat(Kill.parse("lidar@1.5s..2s").window().from()).isEqualTo(Duration.ofMillis(1500));
    }

    @Test
    void withoutAnEndItDiesForGood() {
        Kill kill = Kill.parse("event@500ms..");
        assertThat(kill.covers("event", Duration.ofMillis(499))).isFalse();
        assertThat(kill.covers("event", Duration.ofMillis(500))).isTrue();
        assertThat(kill.covers("event", Duration.ofDays(1))).isTrue();
        assertThat(kill.covers("rgb", Duration.ofDays(1))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rgb", "rgb@5..12", "@5s..12s", "rgb@5s", "rgb@5s-12s", "rgb@..5s", "rgb@-5s..6s", ""})
    void anythingElseIsRefusedWithAnExample(String text) {
        assertThatThrownBy(() -> Kill.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "'")
                .hasMessageContaining("rgb@5s..12s");
    }

    @Test
    void theEndComesAfterTheBeginning() {
        assertThatThrownBy(() -> Kill.parse("rgb@5s..5s")).hasMessageContaining("must come after");
    }

    @Test
    void anUnknownSensorIsRefusedWithTheOnesThereAre() {
        assertThatThrownBy(() -> Kill.filter(List.of(Kill.parse("radar@1s..")), List.of()))
                .hasMessageContaining("'radar'");
    }
}
