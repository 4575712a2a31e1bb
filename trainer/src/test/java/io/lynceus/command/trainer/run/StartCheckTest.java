package io.lynceus.command.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.checkpoint.Checkpoint;
import io.lynceus.checkpoint.TensorData;
import io.lynceus.nn.Initialiser;
import io.lynceus.nn.ParameterSpec;
import io.lynceus.settings.SettingsException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StartCheckTest {
    private static final StartCheck CHECK = new StartCheck(List.of("a.pt"), List.of("other.w"));

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

    /** Averaged models count their steps beside the model, and losses have weights of their own. */
    @Test
    void whatLiesBesideAWrappedModelKeepsItsKey() {
        Map<String, TensorData> tensors = new HashMap<>();
        tensors.put("model.module.trunk.w", TensorData.of(new float[200], List.of(100L, 2L)));
        tensors.put("n_averaged", TensorData.of(new float[1], List.of()));
        tensors.put("criterion.weight", TensorData.of(new float[5], List.of(5L)));
        assertThat(new Checkpoint(tensors, Map.of()).withoutWrapper().tensors())
                .containsOnlyKeys("trunk.w", "n_averaged", "criterion.weight");
    }

    @Test
    void aPartThatIsOnlyCalledLikeAWrapperKeepsItsKey() {
        Map<String, TensorData> tensors = new HashMap<>();
        tensors.put("model.head.w", TensorData.of(new float[100], List.of(50L, 2L)));
        tensors.put("trunk.w", TensorData.of(new float[100], List.of(50L, 2L)));
        Checkpoint both = new Checkpoint(tensors, Map.of());
        assertThat(both.withoutWrapper()).isEqualTo(both);
    }

    @Test
    void aFrozenPartThatWouldStayRandomIsRefused() {
        List<ParameterSpec> specs = List.of(frozen("trunk.w"));
        assertThatCode(() -> CHECK.requireFrozenParts(checkpoint("trunk.w", 1, 2), specs))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> CHECK.requireFrozenParts(checkpoint("other.trunk.w", 1, 2), specs))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("0 of 2 frozen weights")
                .hasMessageContaining("trunk.w");
    }

    @Test
    void weightsThatAreNoNumbersAreRefused() {
        assertThatThrownBy(() -> CHECK.requireFinite(checkpoint("trunk.w", 1, Float.NaN)))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("trunk.w");
    }

    @Test
    void anInfiniteWeightIsRefusedToo() {
        assertThatThrownBy(() -> CHECK.requireFinite(checkpoint("trunk.w", Float.NEGATIVE_INFINITY)))
                .hasMessageContaining("-Infinity");
    }

    /** A block of a large trunk is less than the two percent of it that may be missing. */
    @Test
    void aFrozenBlockThatIsMissingIsRefusedHoweverSmallItIs() {
        List<ParameterSpec> specs = List.of(
                frozen("trunk.blocks.0.w", 1000), frozen("trunk.blocks.0.norm", 1), frozen("trunk.blocks.1.attn.w", 2));
        Map<String, TensorData> tensors = new HashMap<>();
        tensors.put("trunk.blocks.0.w", TensorData.of(new float[2000], List.of(1000L, 2L)));
        assertThatThrownBy(() -> CHECK.requireFrozenParts(new Checkpoint(tensors, Map.of()), specs))
                .hasMessageContaining("block 'trunk.blocks.1'")
                .hasMessageContaining("trunk.blocks.1.attn.w");
        tensors.put("trunk.blocks.1.attn.w", TensorData.of(new float[4], List.of(2L, 2L)));
        assertThatCode(() -> CHECK.requireFrozenParts(new Checkpoint(tensors, Map.of()), specs))
                .doesNotThrowAnyException();
    }

    private static ParameterSpec frozen(String name, long rows) {
        return new ParameterSpec(name, List.of(rows, 2L), Initialiser.ZEROS, "trunk", ParameterSpec.Role.FROZEN);
    }

    /** Where all learns, nothing is frozen, and a file of other keys would be used for nothing. */
    @Test
    void aFileThatGivesTheNetworkNothingIsRefused() {
        List<ParameterSpec> specs =
                List.of(new ParameterSpec("w", List.of(2L), Initialiser.ZEROS, "trunk", ParameterSpec.Role.TRAINED));
        assertThatCode(() -> CHECK.requireSomething(checkpoint("w", 1, 2), specs))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> CHECK.requireSomething(checkpoint("weird.w", 1, 2), specs))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("a.pt")
                .hasMessageContaining("[other.w]");
    }
}
