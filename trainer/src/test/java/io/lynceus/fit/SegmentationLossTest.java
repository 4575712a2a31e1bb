package io.lynceus.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lynceus.nn.torch.Tensors;
import io.lynceus.nn.torch.Torch;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

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
                        .forEach(i -> others[i] = OhemCrossEntropy.IGNORE);
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
            java.util.Arrays.fill(values, 0, CELLS * CELLS, 2);
            Tensor logits = Tensors.of(values, 1, CLASSES, CELLS, CELLS);
            long[] labels = IntStream.range(0, SIDE * SIDE)
                    .mapToLong(i -> i % SIDE < SIDE / 2 ? 0 : 1)
                    .toArray();
            float[] even = new float[256];
            java.util.Arrays.fill(even, 1);
            float[] towardsOne = even.clone();
            towardsOne[1] = 10;
            double plain = loss(1, null, logits, labels, 0);
            assertThat(loss(1, even, logits, labels, 0)).isCloseTo(plain, within(1e-5));
            assertThat(loss(1, towardsOne, logits, labels, 0)).isGreaterThanOrEqualTo(plain);
        }
    }

    private static double loss(int stride, float[] weights, Tensor logits, long[] labels, long draw) {
        SegmentationLoss loss = new SegmentationLoss(new LossConfig(List.of(), stride, 0), weights);
        return loss.of(List.of(logits), Tensors.of(labels, 1, SIDE, SIDE), draw).item_double();
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
