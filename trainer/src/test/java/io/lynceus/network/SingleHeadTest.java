package io.lynceus.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lynceus.nn.Grid;
import io.lynceus.nn.Ragged;
import io.lynceus.nn.torch.Parameters;
import io.lynceus.nn.torch.Tensors;
import io.lynceus.nn.torch.TorchOps;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keep the Balance without one of its modalities. */
class SingleHeadTest {
    private static final int SIDE = 64;

    @ParameterizedTest
    @CsvSource({"rgb, 0", "lidar, 1"})
    void aSetOfOneModalityIsAnsweredByThatModalitysHead(String name, int modality) {
        Network network = Systems.settings(
                        Map.of("system", "keep-the-balance", "size", "nano", "modalities", List.of("rgb", "lidar")))
                .create(5);
        try (Parameters parameters = Parameters.create(network.parameters(), 1);
                PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            TorchOps ops = TorchOps.evaluation(parameters);
            Frames one = Frames.set(SIDE, 7, modality);
            Tensor pixels = ops.constant(values(one), 1, 3, SIDE, SIDE);
            Ragged<Tensor> frames = new Ragged<>(Tensors.of(one.modality(), 1), ops.constant(one.membership(), 1, 1));
            Prediction<Tensor> found = network.predict(ops, new Batch<>(pixels, frames, new Grid(SIDE, SIDE)));
            float[] own = Tensors.floats(
                    Objects.requireNonNull(found.heads().get(name)).values());
            assertThat(Tensors.floats(found.fused().values())).containsExactly(own, within(1e-6f));
            String other = name.equals("rgb") ? "lidar" : "rgb";
            float[] others = Tensors.floats(
                    Objects.requireNonNull(found.heads().get(other)).values());
            assertThat(own).isNotEqualTo(others);
        }
    }

    private static float[] values(Frames frames) {
        float[] values = new float[frames.rasters().length];
        for (int i = 0; i < values.length; i++) {
            values[i] = ((frames.rasters()[i] & 0xFF) - 127) / 60f;
        }
        return values;
    }
}
