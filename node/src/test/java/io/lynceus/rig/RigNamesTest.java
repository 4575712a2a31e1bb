package io.lynceus.rig;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RigNamesTest {
    private final RigNames names = RigNames.of(List.of("bench", "vehicle-*", "*.test"));

    @Test
    void rigsAreNamedByIdOrByPattern() {
        assertThat(List.of("bench", "vehicle-7", "vehicle-", "a.test")).allMatch(names::include);
        assertThat(List.of("bench2", "my-vehicle-7", "atest", "vehicle", "")).noneMatch(names::include);
        assertThat(names.expect("bench")).isTrue();
        assertThat(names.expect("vehicle-7")).isFalse();
        assertThat(names.ids()).containsExactly("bench");
        assertThat(names.isOpen()).isTrue();
        assertThat(RigNames.of(List.of("bench")).isOpen()).isFalse();
    }

    @Test
    void onlyTheAsteriskHasAMeaning() {
        RigNames dots = RigNames.of(List.of("v.[1]*"));
        assertThat(dots.include("v.[1]x")).isTrue();
        assertThat(dots.include("vx1x")).isFalse();
    }

    @Test
    void namesOverlapIfARigMayBeOfBoth() {
        assertThat(names.overlap(List.of("vehicle-9"))).isTrue();
        assertThat(RigNames.of(List.of("vehicle-9")).overlap(List.of("vehicle-*")))
                .isTrue();
        assertThat(names.overlap(List.of("vehicle-*"))).isTrue();
        assertThat(names.overlap(List.of("truck-1"))).isFalse();
    }
}
