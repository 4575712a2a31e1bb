package io.lynceus.nn.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lynceus.nn.Grid;
import io.lynceus.nn.ParameterList;
import io.lynceus.nn.block.BatchNorm;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What operations do in training only. */
class TrainingOpsTest {
    private static final BatchNorm NORM = new BatchNorm("n", 1);

    @Test
    void runningStatisticsMoveInTrainingAloneAndAreSaved() {
        try (Parameters parameters = Parameters.create(ParameterList.of(NORM), 1);
                PointerScope scope = new PointerScope()) {
            Tensor map = Tensors.of(new float[] {1, 3, 5, 7}, 1, 1, 2, 2); // mean 4, unbiased variance 20/3
            NORM.forward(TorchOps.evaluation(parameters), map);
            assertThat(Tensors.floats(parameters.get("n.running_mean"))).containsExactly(0);
            Tensor normed = NORM.forward(TorchOps.training(parameters), map);
            assertThat(Tensors.floats(normed))
                    .containsExactly(new float[] {-1.3416f, -.4472f, .4472f, 1.3416f}, within(1e-3f));
            var saved = parameters.snapshot(Map.of()).tensors();
            assertThat(saved.get("n.running_mean").floats()).containsExactly(new float[] {.4f}, within(1e-6f));
            assertThat(saved.get("n.running_var").floats())
                    .containsExactly(new float[] {(float) (0.9 + 0.1 * 20 / 3)}, within(1e-5f));
            assertThat(parameters.trainable()).containsOnlyKeys("n.weight", "n.bias");
        }
    }

    @Test
    void aSingleValueOfAChannelDoesNotSpoilTheStatistics() {
        try (Parameters parameters = Parameters.create(ParameterList.of(NORM), 1);
                PointerScope scope = new PointerScope()) {
            Tensor one = NORM.forward(TorchOps.training(parameters), Tensors.of(new float[] {2}, 1, 1, 1, 1));
            assertThat(Tensors.floats(one)[0]).isCloseTo(2, within(1e-4f));
            assertThat(Tensors.floats(parameters.get("n.running_var"))).containsExactly(1);
        }
    }

    @Test
    void dropRowsZeroesWholeRowsAndScalesTheRest() {
        try (Parameters none = Parameters.create(List.of(), 1);
                PointerScope scope = new PointerScope()) {
            torch.manual_seed(3);
            TorchOps ops = TorchOps.training(none);
            float[] values = Tensors.floats(ops.dropRows(torch.ones(200, 2, 3), 0.25));
            int dropped = 0;
            for (int row = 0; row < 200; row++) {
                for (int i = 1; i < 6; i++) {
                    assertThat(values[6 * row + i]).isEqualTo(values[6 * row]);
                }
                assertThat(values[6 * row]).isIn(0f, (float) (1 / 0.75));
                dropped += values[6 * row] == 0 ? 1 : 0;
            }
            assertThat(dropped).isBetween(25, 75);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "2, 1", "4, 1", "9, 2"})
    void maskedSamplesAreAsManyForEachModalityAndNeverLoseBoth(int sets, int each) {
        try (Parameters none = Parameters.create(List.of(), 1);
                PointerScope scope = new PointerScope()) {
            torch.manual_seed(3);
            float[] kept = Tensors.floats(TorchOps.training(none).maskSamples(torch.ones(sets, 2)));
            int[] hidden = new int[2];
            for (int set = 0; set < sets; set++) {
                assertThat(kept[2 * set] + kept[2 * set + 1]).isPositive();
                hidden[0] += kept[2 * set] == 0 ? 1 : 0;
                hidden[1] += kept[2 * set + 1] == 0 ? 1 : 0;
            }
            assertThat(hidden).containsExactly(each, each);
            Tensor lacking = Tensors.of(new float[] {1, 0, 0, 1}, 2, 2);
            assertThat(Tensors.floats(TorchOps.training(none).maskSamples(lacking)))
                    .containsExactly(1, 0, 0, 1);
        }
    }

    @Test
    void adaptivePoolingIsPyTorchs() {
        try (Parameters none = Parameters.create(List.of(), 1);
                PointerScope scope = new PointerScope()) {
            Tensor map =
                    torch.arange(new org.bytedeco.pytorch.Scalar(2.0 * 19 * 7)).reshape(1, 2, 19, 7);
            Tensor pooled = TorchOps.evaluation(none).adaptiveAveragePool(map, new Grid(19, 7), new Grid(6, 3));
            Tensor expected = torch.adaptive_avg_pool2d(map, 6, 3);
            assertThat(Tensors.floats(pooled)).containsExactly(Tensors.floats(expected), within(1e-3f));
        }
    }

    @Test
    void partsOfUnequalSizeAreRefused() {
        try (Parameters none = Parameters.create(List.of(), 1);
                PointerScope scope = new PointerScope()) {
            TorchOps ops = TorchOps.training(none);
            assertThatThrownBy(() -> ops.split(torch.ones(2, 7), -1, 3))
                    .hasMessage("7 elements along axis -1 cannot be cut into 3 equal parts");
        }
    }
}
