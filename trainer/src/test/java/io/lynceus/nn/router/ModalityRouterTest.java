package io.lynceus.nn.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lynceus.nn.torch.Parameters;
import io.lynceus.nn.torch.Tensors;
import io.lynceus.nn.torch.TorchOps;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ModalityRouterTest {
    private final Parameters none = Parameters.create(List.of(), 0);
    private final TorchOps ops = TorchOps.evaluation(none);
    private final PointerScope scope = new PointerScope();

    @AfterEach
    void close() {
        scope.close();
        none.close();
    }

    private float[] weigh(int topK, float[] scores, float[] membership, int sets) {
        ModalityRouter router = new ModalityRouter("r", List.of(4), scores.length, Routing.SHARED, topK);
        Tensor s = ops.constant(scores, 1, scores.length);
        Tensor members = ops.constant(membership, sets, scores.length);
        return Tensors.floats(router.weigh(ops, s, members, members));
    }

    @Test
    void weightsAreTheCardsFigures() {
        float[] scores = {0.2f, 1, -0.5f, 0.1f};
        float[] all = {1, 1, 1, 1};
        float[] first = {1, 0, 1, 1};
        assertThat(weigh(4, scores, all, 1))
                .containsExactly(new float[] {.2161f, .4810f, .1073f, .1956f}, within(5e-5f));
        assertThat(weigh(2, scores, all, 1)).containsExactly(new float[] {.2161f, .4810f, 0, 0}, within(5e-5f));
        assertThat(weigh(4, scores, first, 1)).containsExactly(new float[] {.4164f, 0, .2068f, .3768f}, within(5e-5f));
    }

    @Test
    void absentAndDroppedFramesWeighExactlyNothing() {
        float[] weights = weigh(2, new float[] {3, 9, 3, 1}, new float[] {1, 0, 1, 1}, 1);
        assertThat(weights[1]).isZero();
        assertThat(weights[3]).isZero();
        assertThat(weights[0] + weights[2]).isPositive();
    }

    @Test
    void aSetWithFewerFramesThanKKeepsThemAll() {
        assertThat(weigh(3, new float[] {5}, new float[] {1}, 1)).containsExactly(1);
        assertThat(weigh(3, new float[] {5, 5}, new float[] {1, 1}, 1)).containsExactly(.5f, .5f);
    }

    @Test
    void amongEqualScoresTheFirstFramesAreKept() {
        assertThat(weigh(2, new float[] {1, 1, 1, 1}, new float[] {1, 1, 1, 1}, 1))
                .containsExactly(.25f, .25f, 0, 0);
    }

    @Test
    void setsShareACallWithoutTouchingEachOther() {
        float[] membership = {1, 1, 0, 0, 0, 0, 0, 1};
        float[] weights = weigh(2, new float[] {1, 2, 9, 5}, membership, 2);
        assertThat(weights).containsExactly(new float[] {.2689f, .7311f, 0, 0, 0, 0, 0, 1}, within(5e-5f));
    }
}
