package io.lynceus.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lynceus.network.Logits;
import io.lynceus.network.Prediction;
import io.lynceus.nn.Grid;
import io.lynceus.nn.Ragged;
import io.lynceus.nn.torch.Tensors;
import io.lynceus.nn.torch.Torch;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentationLossTest {
    private static final int CLASSES = 3;
    private static final int CELLS = 6;
    private static final int SIDE = 24;

    @BeforeAll
    static void libtorch() {
        Torch.start();
    }

    @Test
    void everySecondPixelHasTheValuesOfTheFullEnlargement() {
        try (PointerScope scope = new PointerScope()) {
            // Labels are seen at one offset only: the loss there must be that of the whole picture with all else
            // ignored.
            Tensor logits = Tensors.of(random(CLASSES * CELLS * CELLS), 1, CLASSES, CELLS, CELLS);
            for (int draw = 0; draw < 4; draw++) {
                int top = draw % 2;
                int left = draw / 2;
                long[] labels = labels();
                long[] others = labels.clone();
                IntStream.range(0, others.length)
                        .filter(i -> i / SIDE % 2 != top || i % SIDE % 2 != left)
                        .forEach(i -> others[i] = PixelLoss.IGNORE);
                double sparse = loss(2, null, logits, labels, draw);
                assertThat(sparse).isCloseTo(loss(1, null, logits, others, 0), within(1e-5));
                assertThat(sparse).isNotCloseTo(loss(1, null, logits, labels, 0), within(1e-5));
            }
        }
    }

    @Test
    void aRareClassWeighsMore() {
        long[] pixels = new long[256];
        pixels[0] = 900;
        pixels[1] = 100;
        pixels[255] = 5_000;
        float[] weights = ClassWeights.of(pixels, CLASSES, 0.5);
        assertThat(weights[1] / weights[0]).isCloseTo(3, within(1e-5f));
        assertThat(0.9 * weights[0] + 0.1 * weights[1]).isCloseTo(1, within(1e-6));
        assertThat(weights[2]).as("never seen").isEqualTo(weights[1]);
        assertThat(weights[255]).as("ignored").isZero();
        assertThat(ClassWeights.of(pixels, CLASSES, 0)).startsWith(1, 1, 1, 0);
    }

    @Test
    void weightsTurnTheMeanTowardsTheirClass() {
        try (PointerScope scope = new PointerScope()) {
            // Class 0 everywhere is right in the left half and wrong by 4 in the right one.
            float[] values = new float[CLASSES * CELLS * CELLS];
            Arrays.fill(values, 0, CELLS * CELLS, 2);
            Tensor logits = Tensors.of(values, 1, CLASSES, CELLS, CELLS);
            long[] labels = IntStream.range(0, SIDE * SIDE)
                    .mapToLong(i -> i % SIDE < SIDE / 2 ? 0 : 1)
                    .toArray();
            float[] even = new float[256];
            Arrays.fill(even, 1);
            float[] towardsOne = even.clone();
            towardsOne[1] = 10;
            double plain = loss(1, null, logits, labels, 0);
            assertThat(loss(1, even, logits, labels, 0)).isCloseTo(plain, within(1e-5));
            assertThat(loss(1, towardsOne, logits, labels, 0)).isGreaterThanOrEqualTo(plain);
        }
    }

    @Test
    void rightAndWrongPixelsTogetherAreAllPixels() {
        try (PointerScope scope = new PointerScope()) {
            Tensor logits = Tensors.of(random(CLASSES * CELLS * CELLS), 1, CLASSES, CELLS, CELLS);
            double right = part("right-pixels", logits, labels());
            double all = part("cross-entropy", logits, labels());
            double wrong = part("hard-pixels", logits, labels());
            assertThat(right).isPositive().isLessThan(all);
            assertThat(all).isLessThan(wrong);
            double count = (wrong - all) / (wrong - right) * SIDE * SIDE; // of the right pixels
            assertThat(count).isCloseTo(Math.rint(count), within(0.05));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ohem", "cross-entropy", "right-pixels", "hard-pixels"})
    void ignoredPixelsAloneGiveNoLoss(String kind) {
        try (PointerScope scope = new PointerScope()) {
            Tensor logits = Tensors.of(random(CLASSES * CELLS * CELLS), 1, CLASSES, CELLS, CELLS);
            long[] labels = new long[SIDE * SIDE];
            Arrays.fill(labels, PixelLoss.IGNORE);
            assertThat(part(kind, logits, labels)).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void logitsThatCoverMoreThanTheImageAreCut(int stride) {
        try (PointerScope scope = new PointerScope()) {
            Tensor logits = Tensors.of(random(CLASSES * CELLS * CELLS), 1, CLASSES, CELLS, CELLS);
            int side = SIDE - 4;
            long[] inner = Arrays.copyOf(labels(), side * side);
            long[] outer = new long[SIDE * SIDE];
            Arrays.fill(outer, PixelLoss.IGNORE);
            for (int i = 0; i < inner.length; i++) {
                outer[i / side * SIDE + i % side] = inner[i];
            }
            LossConfig config = new LossConfig(List.of(), stride, 0);
            double cut = loss(config, null, logits, Tensors.of(inner, 1, side, side), 1);
            assertThat(cut).isCloseTo(loss(stride, null, logits, outer, 1), within(1e-5));
        }
    }

    @Test
    void anUnknownHeadIsRefusedWithTheOnesThereAre() {
        try (PointerScope scope = new PointerScope()) {
            Tensor logits = Tensors.of(random(CLASSES * CELLS * CELLS), 1, CLASSES, CELLS, CELLS);
            LossConfig config = new LossConfig(List.of(new LossConfig.Part("ohem", "mask", 1)), 1, 0);
            Tensor labels = Tensors.of(labels(), 1, SIDE, SIDE);
            assertThatThrownBy(() -> loss(config, null, logits, labels, 0))
                    .hasMessageContaining("head 'mask'")
                    .hasMessageContaining("[masks]");
        }
    }

    private static double loss(int stride, float[] weights, Tensor logits, long[] labels, long draw) {
        return loss(new LossConfig(List.of(), stride, 0), weights, logits, Tensors.of(labels, 1, SIDE, SIDE), draw);
    }

    private static double part(String kind, Tensor logits, long[] labels) {
        LossConfig config = new LossConfig(List.of(new LossConfig.Part(kind, "masks", 0)), 1, 0);
        return loss(config, null, logits, Tensors.of(labels, 1, SIDE, SIDE), 0);
    }

    private static double loss(LossConfig config, float[] weights, Tensor logits, Tensor labels, long draw) {
        Logits<Tensor> head = new Logits<>(logits, new Grid(CELLS, CELLS), new Grid(SIDE, SIDE));
        Prediction<Tensor> prediction = new Prediction<>(head, Map.of("masks", head), Map.of(), null, null);
        Ragged<Tensor> unused = new Ragged<>(labels, labels);
        return new SegmentationLoss(config, weights)
                .of(prediction, unused, new Target(labels, labels), draw)
                .item_float();
    }

    private static float[] random(int count) {
        Random random = new Random(3);
        float[] values = new float[count];
        IntStream.range(0, count).forEach(i -> values[i] = (float) random.nextGaussian());
        return values;
    }

    private static long[] labels() {
        Random random = new Random(4);
        return random.longs((long) SIDE * SIDE, 0, CLASSES).toArray();
    }
}
