package io.lynceus.command.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.checkpoint.Checkpoint;
import io.lynceus.checkpoint.TensorData;
import io.lynceus.nn.Initialiser;
import io.lynceus.nn.ParameterSpec;
import io.lynceus.settings.SettingsException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StartCheckTest {
    private static final List<String> FILES = List.of("a.pt");

    private static Checkpoint checkpoint(String key, float... values) {
        return new Checkpoint(Map.of(key, TensorData.of(values, List.of((long) values.length))), Map.of());
    }

    private static ParameterSpec frozen(String name) {
        return new ParameterSpec(name, List.of(2L), Initialiser.ZEROS, "trunk", ParameterSpec.Role.FROZEN);
    }

    @Test
    void thePrefixOfAWrapperIsTakenOff() {
        assertThat(checkpoint("module._orig_mod.trunk.w", 1, 2).withoutWrapper().tensors())
                .containsOnlyKeys("trunk.w");
        assertThat(checkpoint("trunk.w", 1, 2).withoutWrapper().tensors()).containsOnlyKeys("trunk.w");
    }

    @Test
    void aFrozenPartThatWouldStayRandomIsRefused() {
        List<ParameterSpec> specs = List.of(frozen("trunk.w"));
        assertThatCode(() -> StartCheck.requireFrozenParts(FILES, checkpoint("trunk.w", 1, 2), specs))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> StartCheck.requireFrozenParts(FILES, checkpoint("other.trunk.w", 1, 2), specs))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("0 of 2 frozen weights")
                .hasMessageContaining("trunk.w");
    }

    @Test
    void weightsThatAreNoNumbersAreRefused() {
        assertThatThrownBy(() -> StartCheck.requireFinite(FILES, checkpoint("trunk.w", 1, Float.NaN)))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("trunk.w");
    }
}
