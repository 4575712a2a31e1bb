package io.lynceus.nn;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.nn.onnx.BothInterpreters;
import io.lynceus.nn.onnx.BothInterpreters.Input;
import io.lynceus.nn.onnx.BothInterpreters.Piece;
import io.lynceus.nn.torch.Parameters;
import io.lynceus.nn.torch.Tensors;
import io.lynceus.nn.torch.TorchOps;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

/** Three sets of the modalities 0, 1 and 2: {0, 2}, {1}, {2, 0, 1}; frames lie in any order. */
class SetsTest {
    private static final long[] MODALITY = {2, 1, 0, 2, 0, 1};
    private static final float[] MEMBERSHIP = {
        1, 0, 1, 0, 0, 0, //
        0, 1, 0, 0, 0, 0, //
        0, 0, 0, 1, 1, 1
    };
    private static final float[] FRAMES = {10, 11, 20, 21, 30, 31, 40, 41, 50, 51, 60, 61};

    private interface Use {
        void with(TorchOps ops, Sets<Tensor> sets);
    }

    private static void sets(Use use) {
        try (Parameters none = Parameters.create(List.of(), 0);
                PointerScope scope = new PointerScope()) {
            TorchOps ops = TorchOps.evaluation(none);
            Ragged<Tensor> frames = new Ragged<>(Tensors.of(MODALITY, 6), Tensors.of(MEMBERSHIP, 3, 6));
            use.with(ops, Sets.of(ops, 3, frames));
        }
    }

    @Test
    void presenceSaysWhatASetHas() {
        sets((ops, sets) -> {
            assertThat(Tensors.floats(sets.presence())).containsExactly(1, 0, 1, 0, 1, 0, 1, 1, 1);
            assertThat(Tensors.shape(sets.present(ops, 0, 4))).containsExactly(3, 1, 1, 1);
        });
    }

    @Test
    void aModalitysFramesStandInTheirSetsPlacesAndZerosElsewhere() {
        sets((ops, sets) -> {
            Tensor frames = Tensors.of(FRAMES, 6, 2);
            assertThat(Tensors.floats(sets.side(ops, frames, 0, 2))).containsExactly(30, 31, 0, 0, 50, 51);
            assertThat(Tensors.floats(sets.side(ops, frames, 1, 2))).containsExactly(0, 0, 20, 21, 60, 61);
            assertThat(Tensors.floats(sets.side(ops, frames, 2, 2))).containsExactly(10, 11, 0, 0, 40, 41);
        });
    }

    @Test
    void thereAndBackIsTheSameWhateverStandsInThePlaceOfAbsentFrames() {
        sets((ops, sets) -> {
            Tensor frames = Tensors.of(FRAMES, 6, 2);
            List<Tensor> sides = sets.sides(ops, frames, 2).stream()
                    .map(side -> ops.add(side, ops.constant(new float[] {1000}, 1)))
                    .toList();
            float[] back = Tensors.floats(sets.ragged(ops, sides, 2));
            for (int i = 0; i < back.length; i++) {
                assertThat(back[i]).isEqualTo(FRAMES[i] + 1000);
            }
        });
    }

    @Test
    void bothInterpretersAgree() {
        try (Parameters none = Parameters.create(List.of(), 0)) {
            Piece piece = new Piece() {
                @Override
                public <V> V apply(Ops<V> ops, List<V> in) {
                    Sets<V> sets = Sets.of(ops, 3, new Ragged<>(in.get(1), in.get(2)));
                    List<V> sides = sets.sides(ops, in.get(0), 3);
                    V mixed = ops.add(sides.get(0), ops.scale(sides.get(2), 2));
                    V back = sets.ragged(ops, List.of(mixed, sides.get(1), sides.get(0)), 3);
                    return ops.add(back, sets.kind(ops, 1, 3));
                }
            };
            Input frames = Input.floats(0.3, 6, 2, 4);
            assertThat(BothInterpreters.difference(
                            piece, none, frames, new Input(MODALITY, 6), new Input(MEMBERSHIP, 3, 6)))
                    .isLessThan(1e-6);
        }
    }
}
