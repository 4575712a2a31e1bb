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

    record Outer(String name, Duration deadline, List<Inner> parts) {}

    @Test
    void aFileBecomesARecord() {
        Outer outer = Settings.parse("{name: a, deadline: 80ms, parts: [{depth: 1}, {depth: 2}]}", Outer.class);
        assertThat(outer).isEqualTo(new Outer("a", Duration.ofMillis(80), List.of(new Inner(1), new Inner(2))));
    }

    @Test
    void anUnknownKeyNamesTheNearestOne() {
        assertThatThrownBy(() -> Settings.parse("dedline: 80ms", Outer.class))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("unknown key 'dedline'")
                .hasMessageContaining("did you mean 'deadline'");
    }

    @Test
    void anUnknownKeyInsideAListNamesItsPlace() {
        assertThatThrownBy(() -> Settings.parse("parts: [{depth: 1}, {dept: 2}]", Outer.class))
                .hasMessageContaining("parts[1].dept");
    }

    @Test
    void aValueOutOfRangeNamesKeyAndRange() {
        assertThatThrownBy(() -> Settings.parse("parts: [{depth: -3}]", Outer.class))
                .hasMessageContaining("parts[0]")
                .hasMessageContaining("depth is -3, allowed is 0 or more");
    }

    @Test
    void aDurationWithoutUnitIsRefused() {
        assertThatThrownBy(() -> Settings.parse("deadline: 80", Outer.class)).hasMessageContaining("such as 80ms");
    }

    @Test
    void brokenYamlIsSaidToBeSo() {
        assertThatThrownBy(() -> Settings.parse("name: [", Outer.class)).hasMessageContaining("not YAML");
    }
}
