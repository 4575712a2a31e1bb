package io.lynceus.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lynceus.data.SubsetDraw;
import io.lynceus.network.Logits;
import io.lynceus.network.Network;
import io.lynceus.network.Prediction;
import io.lynceus.network.Systems;
import io.lynceus.nn.Grid;
import io.lynceus.nn.Ragged;
import io.lynceus.nn.torch.Parameters;
import io.lynceus.nn.torch.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

/** One encoding, three fusions: which sets there are, and what their loss is. */
class ThreeFusionsTest {
    private static final FusionConfig CONFIG = FusionConfig.uniform(0.5, 1, 2);
    private static final SegmentationLoss PLAIN =
            new SegmentationLoss(new LossConfig(List.of(new LossConfig.Part("cross-entropy", "fused", 1)), 1, 0), null);
    private static final int N = 6;

    private static final SubsetDraw UNIFORM = SubsetDraw.uniform(4);
    private static final long[] MODALITY = {0, 1, 2, 3, 0, 3};

    /** Two samples: the first has frames 0 to 3, the second frames 4 and 5. */
    private static final float[] MEMBERSHIP = {1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 1, 1};

    @Test
    void theSecondSetIsAProperSubsetAndTheThirdASingleFrameEachEquallyOften() {
        Map<String, Integer> subsets = new TreeMap<>();
        Map<String, Integer> singles = new TreeMap<>();
        int draws = 4200;
        for (int draw = 0; draw < draws; draw++) {
            try (PointerScope scope = new PointerScope()) {
                Ragged<Tensor> frames = new Ragged<>(Tensors.of(MODALITY, N), Tensors.of(MEMBERSHIP, 2, N));
                float[] sets = Tensors.floats(new ThreeFusions(CONFIG, PLAIN, UNIFORM)
                        .sets(frames, draw)
                        .membership());
                assertThat(Arrays.copyOf(sets, 2 * N)).isEqualTo(MEMBERSHIP);
                subsets.merge(Arrays.toString(Arrays.copyOfRange(sets, 2 * N, 3 * N)), 1, Integer::sum);
                singles.merge(Arrays.toString(Arrays.copyOfRange(sets, 4 * N, 5 * N)), 1, Integer::sum);
                assertThat(Arrays.copyOfRange(sets, 3 * N, 3 * N + 4)).containsOnly(0);
            }
        }
        assertThat(subsets).hasSize(14);
        assertThat(subsets.values()).allSatisfy(count -> assertThat(count).isBetween(200, 400));
        assertThat(singles).hasSize(4);
        assertThat(singles.values()).allSatisfy(count -> assertThat(count).isBetween(900, 1200));
    }

    @Test
    void theLossIsTheSumOfItsTermsAndTheTeacherHasNoGradient() {
        try (PointerScope scope = new PointerScope()) {
            // One pixel, one sample, two classes; all three fusions in rows. The teacher is right.
            float[] logits = {2, 0, 1, 0, 0, 0};
            Tensor values = Tensors.of(logits, 3, 2, 1, 1).requires_grad_(true);
            Logits<Tensor> fused = new Logits<>(values, new Grid(1, 1), new Grid(1, 1));
            Prediction<Tensor> prediction = new Prediction<>(fused, Map.of(), Map.of(), null, null);
            Target target = new Target(Tensors.of(new long[] {0}, 1, 1, 1), Tensors.of(new float[] {1}, 1));
            Ragged<Tensor> frames = new Ragged<>(Tensors.of(new long[] {0}, 1), Tensors.of(new float[] {1}, 1, 1));
            Tensor loss = new ThreeFusions(CONFIG, PLAIN, UNIFORM).of(prediction, frames, target, 0);
            double expected = crossEntropy(2)
                    + 0.25 * (crossEntropy(1) + crossEntropy(0))
                    + 4 * (divergence(1, 0.5) + 0.5 * divergence(1, 0));
            assertThat((double) loss.item_float()).isCloseTo(expected, within(1e-5));
            loss.backward();
            float[] gradient = Tensors.floats(values.grad());
            // Only its own cross-entropy moves the teacher: p - 1 for the right class.
            assertThat((double) gradient[0]).isCloseTo(1 / (1 + Math.exp(-2)) - 1, within(1e-5));
            assertThat(gradient[2]).isNotZero();
            assertThat(gradient[4]).isNotZero();
        }
    }

    @Test
    void aTeacherThatIsWrongTeachesNothing() {
        try (PointerScope scope = new PointerScope()) {
            Tensor values = Tensors.of(new float[] {0, 2, 1, 0, 0, 0}, 3, 2, 1, 1);
            Logits<Tensor> fused = new Logits<>(values, new Grid(1, 1), new Grid(1, 1));
            Prediction<Tensor> prediction = new Prediction<>(fused, Map.of(), Map.of(), null, null);
            Target target = new Target(Tensors.of(new long[] {0}, 1, 1, 1), Tensors.of(new float[] {1}, 1));
            Ragged<Tensor> frames = new Ragged<>(Tensors.of(new long[] {0}, 1), Tensors.of(new float[] {1}, 1, 1));
            Tensor loss =
                    new ThreeFusions(FusionConfig.uniform(0, 1, 2), PLAIN, UNIFORM).of(prediction, frames, target, 0);
            assertThat((double) loss.item_float()).isCloseTo(crossEntropy(-2), within(1e-5));
        }
    }

    @Test
    void aNetworkThatMixesFramesInItsEncoderIsRefused() {
        Network network =
                Systems.settings(Map.of("system", "equiseg", "size", "nano")).create(3);
        try (Parameters parameters = Parameters.create(network.parameters(), 1)) {
            FitConfig recipe = recipe();
            assertThatThrownBy(() -> new FitLoop(network, parameters, recipe, null, FitLoop.Observer.SILENT))
                    .hasMessageContaining("fit.fusions")
                    .hasMessageContaining("equiseg");
        }
    }

    private static FitConfig recipe() {
        return new FitConfig(
                66_400,
                6,
                1,
                6e-4,
                0.1,
                0.1,
                101 * 664,
                0.9,
                0.01,
                10,
                LossConfig.RECIPE,
                "auto",
                1,
                100,
                2005,
                4,
                OptimiserConfig.RECIPE,
                ScheduleConfig.RECIPE,
                CONFIG,
                0);
    }

    private static double crossEntropy(double margin) {
        return Math.log1p(Math.exp(-margin));
    }

    /** KL between two classes whose logits differ by these margins. */
    private static double divergence(double teacher, double student) {
        double t = 1 / (1 + Math.exp(-teacher));
        double s = 1 / (1 + Math.exp(-student));
        return t * Math.log(t / s) + (1 - t) * Math.log((1 - t) / (1 - s));
    }
}
