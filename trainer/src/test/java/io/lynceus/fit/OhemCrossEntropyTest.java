package io.lynceus.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lynceus.nn.torch.Tensors;
import io.lynceus.nn.torch.Torch;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Check figures: methods/common.md, section 5. */
class OhemCrossEntropyTest {
    @BeforeAll
    static void start() {
        Torch.start();
    }

    @Test
    void theCheckFigureOfTheMethodCardIsMet() {
        float[] logits = new float[4 * 64];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = (float) (3 * Math.sin(0.3 * i));
        }
        assertThat(loss(logits, labels())).isCloseTo(1.6751219426, within(1e-6));
    }

    @Test
    void whenNothingIsHardTheLargestLossesOfASixteenthOfTheValidPixelsCount() {
        long[] labels = labels();
        float[] logits = new float[4 * 64];
        for (int pixel = 0; pixel < 64; pixel++) {
            logits[(int) (labels[pixel] == 255 ? 0 : labels[pixel]) * 64 + pixel] = 20;
        }
        // exact value 3 e^-20; float32 rounds the loss of such pixels to this or to zero
        assertThat(loss(logits, labels)).isBetween(0.0, 7e-9);
    }

    @Test
    void anImageOfIgnoredPixelsGivesNoLoss() {
        long[] labels = new long[64];
        java.util.Arrays.fill(labels, PixelLoss.IGNORE);
        assertThat(loss(new float[4 * 64], labels)).isZero();
    }

    private static long[] labels() {
        long[] labels = new long[64];
        for (int i = 0; i < 64; i++) {
            labels[i] = i < 4 ? PixelLoss.IGNORE : i % 4;
        }
        return labels;
    }

    private static double loss(float[] logits, long[] labels) {
        try (PointerScope scope = new PointerScope()) {
            Tensor loss = OhemCrossEntropy.loss(Tensors.of(logits, 1, 4, 8, 8), Tensors.of(labels, 1, 8, 8), null);
            return loss.item_float();
        }
    }
}
