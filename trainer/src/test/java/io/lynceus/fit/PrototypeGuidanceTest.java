package io.lynceus.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lynceus.network.Prediction.Feature;
import io.lynceus.nn.Golden;
import io.lynceus.nn.Grid;
import io.lynceus.nn.Ragged;
import io.lynceus.nn.torch.Tensors;
import io.lynceus.nn.torch.Torch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Check figures: methods/equiseg.md, section 4. */
class PrototypeGuidanceTest {
    private static final long[] LABELS = {0, 0, 1, 1, 2, 2, 255, 0};

    @BeforeAll
    static void start() {
        Torch.start();
    }

    /** Two frames of one set with 4 channels on 2 x 4 cells. */
    private static Tensor tokens() {
        Tensor first = Tensors.of(Golden.sines(0.3, 32), 1, 4, 2, 4);
        Tensor second = Tensors.of(Golden.sines(0.5, 32), 1, 4, 2, 4);
        return torch.cat(new TensorVector(first, second), 0).permute(0, 2, 3, 1);
    }

    private static Tensor loss(Tensor tokens, long[] labels, long draw, long... modality) {
        return loss(PrototypeGuidance.Form.MEAN, tokens, labels, draw, modality);
    }

    private static Tensor loss(PrototypeGuidance.Form form, Tensor tokens, long[] labels, long draw, long... modality) {
        float[] membership = new float[modality.length];
        Arrays.fill(membership, 1);
        return new PrototypeGuidance(5, form)
                .loss(
                        new Feature<>(tokens, new Grid(2, 4)),
                        new Ragged<>(Tensors.of(modality, modality.length), Tensors.of(membership, 1, modality.length)),
                        Tensors.of(labels, 1, 2, 4),
                        draw);
    }

    @Test
    void eitherModalityTeachesAsTheCardHasIt() {
        try (PointerScope scope = new PointerScope()) {
            List<Double> seen = new ArrayList<>();
            for (long draw : new Random(1).longs(20).toArray()) {
                seen.add((double) loss(tokens(), LABELS, draw, 0, 1).item_float());
            }
            assertThat(seen)
                    .allMatch(value -> Math.abs(value - 0.1008706475) < 1e-6 || Math.abs(value - 0.1099865621) < 1e-6)
                    .anyMatch(value -> value < 0.105)
                    .anyMatch(value -> value > 0.105);
        }
    }

    @Test
    void theSumOverTheClassesIsTheirMeanTimesTheirNumber() {
        try (PointerScope scope = new PointerScope()) {
            float mean = loss(tokens(), LABELS, 1, 0, 1).item_float();
            float sum =
                    loss(PrototypeGuidance.Form.SUM, tokens(), LABELS, 1, 0, 1).item_float();
            assertThat(sum).isCloseTo(3 * mean, within(1e-6f));
        }
    }

    @Test
    void theTeacherGetsNoGradient() {
        try (PointerScope scope = new PointerScope()) {
            Tensor tokens = tokens().contiguous().detach();
            tokens.set_requires_grad(true);
            loss(tokens, LABELS, 1, 0, 1).backward();
            float[] gradient = Tensors.floats(tokens.grad());
            float[] sums = new float[2];
            for (int i = 0; i < gradient.length; i++) {
                sums[i / 32] += Math.abs(gradient[i]);
            }
            assertThat(Math.min(sums[0], sums[1])).isZero();
            assertThat(Math.max(sums[0], sums[1])).isGreaterThan(1e-3f);
        }
    }

    @Test
    void ignoredPixelsOrOneModalityAloneGiveNoLoss() {
        try (PointerScope scope = new PointerScope()) {
            long[] ignored = new long[8];
            Arrays.fill(ignored, 255);
            assertThat(loss(tokens(), ignored, 1, 0, 1).item_float()).isZero();
            assertThat(loss(tokens(), LABELS, 1, 2, 2).item_float()).isZero();
        }
    }

    @Test
    void overTheClassesEachChannelIsADistribution() {
        try (PointerScope scope = new PointerScope()) {
            double found = loss(PrototypeGuidance.Form.OVER_CLASSES, tokens(), LABELS, 1, 0, 1)
                    .item_float();
            // by either teacher, computed in double precision from the prototypes of classes 0 to 2
            assertThat(Math.min(Math.abs(found - 0.1107355006), Math.abs(found - 0.1036859898)))
                    .isLessThan(1e-6);
            long[] ignored = new long[8];
            Arrays.fill(ignored, 255);
            assertThat(loss(PrototypeGuidance.Form.OVER_CLASSES, tokens(), ignored, 1, 0, 1)
                            .item_float())
                    .isZero();
        }
    }
}
