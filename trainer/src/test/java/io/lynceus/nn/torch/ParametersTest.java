package io.lynceus.nn.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.nn.Initialiser;
import io.lynceus.nn.ParameterList;
import io.lynceus.nn.ParameterSpec;
import io.lynceus.nn.ParameterSpec.Role;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class ParametersTest {
    private static final ParameterSpec WEIGHT =
            new ParameterSpec("w", List.of(3L, 4L), Initialiser.truncatedNormal(0.02), "trunk", Role.TRAINED);
    private static final ParameterSpec FROZEN =
            new ParameterSpec("frozen", List.of(5L), Initialiser.kaiming(100), "trunk", Role.FROZEN);

    @Test
    void theSameSeedGivesTheSameValuesWhateverElseIsDeclared() {
        try (Parameters alone = Parameters.create(List.of(WEIGHT), 7);
                Parameters both = Parameters.create(List.of(FROZEN, WEIGHT), 7);
                Parameters other = Parameters.create(List.of(WEIGHT), 8)) {
            assertThat(Tensors.floats(alone.get("w"))).isEqualTo(Tensors.floats(both.get("w")));
            assertThat(Tensors.floats(alone.get("w"))).isNotEqualTo(Tensors.floats(other.get("w")));
        }
    }

    @Test
    void onlyTrainedParametersTakeGradients() {
        try (Parameters parameters = Parameters.create(List.of(WEIGHT, FROZEN), 1)) {
            assertThat(parameters.trainable()).containsOnlyKeys("w");
            assertThat(parameters.get("frozen").requires_grad()).isFalse();
            try (PointerScope step = new PointerScope()) {
                TorchOps ops = TorchOps.training(parameters);
                Tensor x = ops.constant(new float[] {1, 2, 3, 4}, 1, 4);
                ops.linear(x, ops.parameter("w"), null).sum().backward();
                assertThat(Tensors.floats(parameters.get("w").grad()))
                        .containsExactly(1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3, 4);
            }
        }
    }

    @Test
    void parametersOutliveTheScopeTheyWereMadeIn() {
        Parameters made;
        try (PointerScope scope = new PointerScope()) {
            made = Parameters.create(List.of(WEIGHT), 3);
        }
        try (Parameters parameters = made) {
            assertThat(Tensors.floats(parameters.get("w"))).hasSize(12);
        }
    }

    @Test
    void anInitialisersSpreadIsWhatItSays() {
        float[] truncated = Initialiser.truncatedNormal(0.02).values(20_000, "x", 1);
        float[] uniform = Initialiser.kaiming(25).values(20_000, "x", 1);
        for (int i = 0; i < truncated.length; i++) {
            assertThat(truncated[i]).isBetween(-0.04f, 0.04f);
            assertThat(uniform[i]).isBetween(-0.2f, 0.2f);
        }
        assertThat(deviation(truncated)).isBetween(0.0170, 0.0182); // 0.880 of the untruncated deviation
        assertThat(deviation(uniform)).isBetween(0.113, 0.118); // 0.2 / sqrt 3
    }

    private static double deviation(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += (double) value * value;
        }
        return Math.sqrt(sum / values.length);
    }

    @Test
    void anUnknownNameIsRefused() {
        try (Parameters parameters = Parameters.create(List.of(WEIGHT), 1)) {
            assertThatThrownBy(() -> parameters.get("v")).hasMessageContaining("no parameter is named v");
        }
    }

    @Test
    void aNameDeclaredTwiceIsRefused() {
        ParameterList list = new ParameterList();
        list.add("w", Initialiser.ZEROS, 2);
        assertThatThrownBy(() -> list.add("w", Initialiser.ZEROS, 2)).hasMessageContaining("declared twice");
    }
}
