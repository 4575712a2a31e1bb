package io.lynceus.nn.sam2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lynceus.nn.Golden;
import io.lynceus.nn.Grid;
import io.lynceus.nn.Initialiser;
import io.lynceus.nn.ParameterList;
import io.lynceus.nn.ParameterSpec;
import io.lynceus.nn.sam2.MaskDecoder.Prompt;
import io.lynceus.nn.sam2.MaskDecoder.Pyramid;
import io.lynceus.nn.torch.Parameters;
import io.lynceus.nn.torch.Tensors;
import io.lynceus.nn.torch.TorchOps;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

/** Test B of the SAM 2 method card: figures of Meta's code in float64. */
class MaskDecoderTest {
    private static final MaskDecoderConfig CONFIG = new MaskDecoderConfig(32, 8, 4, 8, 64, 32, 5);
    private static final MaskDecoder DECODER = new MaskDecoder("d", "d", CONFIG.transformer("d.transformer"), CONFIG);
    private static final Grid GRID = new Grid(8, 8);

    private static List<ParameterSpec> specs() {
        ParameterList list = new ParameterList();
        list.add(DECODER);
        list.add(DECODER.transformer());
        MaskDecoder.declareObjectToken(list, "d", 32);
        list.addBuffer("pe.positional_encoding_gaussian_matrix", Initialiser.ZEROS, 2, 16);
        return list.specs();
    }

    /** The reference has an object-score head, which we leave away; it counts in the filling rule. */
    private static List<String> objectHead() {
        List<String> keys = new ArrayList<>();
        for (int layer = 0; layer < 3; layer++) {
            keys.add("pred_obj_score_head.layers." + layer + ".weight");
            keys.add("pred_obj_score_head.layers." + layer + ".bias");
        }
        return keys;
    }

    @Test
    void masksAndQualityEqualTheReference() {
        List<ParameterSpec> specs = specs();
        List<ParameterSpec> decoder = specs.subList(0, specs.size() - 1);
        assertThat(decoder.size() + objectHead().size()).isEqualTo(143);
        try (Parameters parameters = Parameters.create(decoder, 0);
                Parameters positions = Parameters.create(specs.subList(specs.size() - 1, specs.size()), 0);
                PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            Golden.fill(parameters, "d.", objectHead());
            positions.set("pe.positional_encoding_gaussian_matrix", Golden.sines(0.37, 32));
            Tensor position = new FourierPositions("pe", 32).forward(TorchOps.evaluation(positions), GRID);
            checkPosition(position);
            check(TorchOps.evaluation(parameters), position);
        }
    }

    private static void checkPosition(Tensor position) {
        Tensor map = position.permute(0, 2, 1).reshape(32, 8, 8);
        Golden.check(map, List.of(32L, 8L, 8L), 82.699622, 1282.428695, 0.927805, 0.927805, -0.656329);
    }

    /** The reference's [B, C, H, W] as tokens. */
    private static Tensor map(TorchOps ops, double step, int batch, int channels, int side) {
        float[] values = Golden.sines(step, batch * channels * side * side);
        return ops.permute(ops.constant(values, batch, channels, side, side), 0, 2, 3, 1);
    }

    private static void check(TorchOps ops, Tensor position) {
        Prompt<Tensor> prompt = new Prompt<>(
                ops.constant(Golden.sines(0.02, 64), 1, 2, 32),
                ops.constant(Golden.sines(0.03, 32), 1, 1, 32),
                position);
        Pyramid<Tensor> pyramid =
                new Pyramid<>(map(ops, 0.01, 1, 32, 8), map(ops, 0.05, 1, 8, 16), map(ops, 0.04, 1, 4, 32));
        MaskDecoder.Output<Tensor> output = DECODER.forward(ops, pyramid, prompt, GRID);
        Golden.check(
                output.masks(), List.of(1L, 5L, 32L, 32L), -237.268687, 313.099069, -0.017139, -0.022979, -0.028983);
        float[] quality = Tensors.floats(ops.slice(DECODER.quality(ops, output.tokens()), 1, 1, 6));
        assertThat(quality[0]).isCloseTo(0.467370f, within(1e-5f));
        double sum = 0;
        for (float q : quality) {
            sum += q;
        }
        assertThat(sum).isCloseTo(2.402108, within(2e-5));
    }

    @Test
    void tokensOfAnEmptyPromptServeABatch() {
        try (Parameters parameters = Parameters.create(specs(), 3);
                PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            TorchOps ops = TorchOps.evaluation(parameters);
            Prompt<Tensor> prompt = new Prompt<>(
                    ops.constant(Golden.sines(0.02, 64), 1, 2, 32),
                    ops.constant(Golden.sines(0.03, 32), 1, 1, 32),
                    new FourierPositions("pe", 32).forward(ops, GRID));
            Tensor coarse = map(ops, 0.01, 2, 32, 8);
            Tensor middle = map(ops, 0.05, 2, 8, 16);
            Tensor fine = map(ops, 0.04, 2, 4, 32);
            Tensor both = DECODER.forward(ops, new Pyramid<>(coarse, middle, fine), prompt, GRID)
                    .masks();
            for (int b = 0; b < 2; b++) {
                Pyramid<Tensor> one = new Pyramid<>(
                        ops.slice(coarse, 0, b, b + 1), ops.slice(middle, 0, b, b + 1), ops.slice(fine, 0, b, b + 1));
                float[] alone =
                        Tensors.floats(DECODER.forward(ops, one, prompt, GRID).masks());
                assertThat(Tensors.floats(ops.slice(both, 0, b, b + 1))).containsExactly(alone, within(1e-5f));
            }
        }
    }
}
