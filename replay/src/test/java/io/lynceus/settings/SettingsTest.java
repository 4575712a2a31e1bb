package io.lynceus.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SettingsTest {
    record Inner(int depth) {
        Inner {
            if (depth < 0) {
                throw new IllegalArgumentException("depth is " + depth + ", allowed is 0 or more");
            }
        }
    }

    record Outer(String name, Duration deadline, Inner inner, List<Inner> parts) {}

    private static final Outer DEFAULTS = new Outer("a", Duration.ofMillis(50), new Inner(7), List.of());

    @Test
    void aFileBecomesARecordAndAbsentKeysKeepTheirDefaults() {
        Outer outer = Settings.parse("{deadline: 80ms, parts: [{depth: 1}, {depth: 2}]}", DEFAULTS);
        assertThat(outer)
                .isEqualTo(new Outer("a", Duration.ofMillis(80), new Inner(7), List.of(new Inner(1), new Inner(2))));
    }

    @Test
    void anUnknownKeyNamesTheNearestOne() {
        assertThatThrownBy(() -> Settings.parse("dedline: 80ms", DEFAULTS))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("unknown key 'dedline'")
                .hasMessageContaining("did you mean 'deadline'");
    }

    @Test
    void anUnknownKeyInsideAListNamesItsPlace() {
        assertThatThrownBy(() -> Settings.parse("parts: [{depth: 1}, {dept: 2}]", DEFAULTS))
                .hasMessageContaining("parts[1].dept");
    }

    @Test
    void aValueOutOfRangeNamesKeyAndRange() {
        assertThatThrownBy(() -> Settings.parse("parts: [{depth: -3}]", DEFAULTS))
                .hasMessageContaining("parts[0]")
                .hasMessageContaining("depth is -3, allowed is 0 or more");
    }

    @Test
    void aDurationWithoutUnitIsRefused() {
        assertThatThrownBy(() -> Settings.parse("deadline: 80", DEFAULTS)).hasMessageContaining("such as 80ms");
    }

    @Test
    void anEmptyFileGivesTheDefaults() {
        assertThat(Settings.parse("", DEFAULTS)).isEqualTo(DEFAULTS);
        assertThat(Settings.parse("inner: {depth: 3}", DEFAULTS).inner()).isEqualTo(new Inner(3));
    }

    @Test
    void brokenYamlIsSaidToBeSo() {
        assertThatThrownBy(() -> Settings.parse("name: [", DEFAULTS)).hasMessageContaining("not YAML");
    }
}
