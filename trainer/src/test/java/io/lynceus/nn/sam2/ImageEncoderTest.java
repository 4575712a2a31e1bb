package io.lynceus.nn.sam2;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.nn.Golden;
import io.lynceus.nn.Grid;
import io.lynceus.nn.ParameterList;
import io.lynceus.nn.ParameterSpec;
import io.lynceus.nn.ParameterSpec.Role;
import io.lynceus.nn.Ragged;
import io.lynceus.nn.adapter.Adapter;
import io.lynceus.nn.block.Conv;
import io.lynceus.nn.hiera.HieraConfig;
import io.lynceus.nn.hiera.WindowPositionEmbedding;
import io.lynceus.nn.torch.Parameters;
import io.lynceus.nn.torch.TorchOps;
import java.util.List;
import java.util.Set;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

/** Test A of the SAM 2 method card: figures of Meta's code in float64. */
class ImageEncoderTest {
    private static final HieraConfig SMALL =
            new HieraConfig(16, 1, List.of(1, 2, 3, 1), Set.of(4), 7, List.of(8, 4, 14, 7));
    private static final ImageEncoder ENCODER = new ImageEncoder("", SMALL, 16, Adapter.NONE, Role.FROZEN);
    private static final Grid IMAGE = new Grid(128, 128);

    @Test
    void everyStageAndLevelEqualsTheReference() {
        List<ParameterSpec> specs = ParameterList.of(ENCODER);
        assertThat(specs).hasSize(102);
        assertThat(specs.stream().mapToLong(ParameterSpec::elements).sum()).isEqualTo(363_488);
        try (Parameters parameters = Parameters.create(specs, 0);
                PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            Golden.fill(parameters, "", List.of());
            TorchOps ops = TorchOps.evaluation(parameters);
            Tensor frame = ops.constant(Golden.sines(0.01, 3 * 128 * 128), 1, 3, 128, 128);
            checkStart(ops, frame);
            List<Tensor> stages = ENCODER.hiera().forward(ops, frame, IMAGE, new Ragged<>(frame, frame));
            checkStages(
                    stages.stream().map(stage -> ops.permute(stage, 0, 3, 1, 2)).toList());
            checkLevels(maps(ops, ENCODER.neck().forward(ops, stages, IMAGE.coarser(4))));
        }
    }

    private static List<Tensor> maps(TorchOps ops, List<Tensor> tokens) {
        return tokens.stream().map(each -> ops.permute(each, 0, 3, 1, 2)).toList();
    }

    private static void checkStart(TorchOps ops, Tensor frame) {
        List<Long> grid = List.of(1L, 32L, 32L, 16L);
        Conv embedding = Conv.patches("trunk.patch_embed.proj", 16, 7, 4, 3);
        Tensor patches = ops.permute(embedding.forward(ops, frame), 0, 2, 3, 1);
        Golden.check(patches, grid, -107.656458, 9452.994271, -0.092291, 0.665311, -0.886867);
        Tensor position = new WindowPositionEmbedding("trunk.", 16, 7, 8).forward(ops, new Grid(32, 32));
        Golden.check(position, grid, -5.134189, 1235.942756, -0.168787, -0.132294, -0.035414);
    }

    private static void checkStages(List<Tensor> s) {
        Golden.check(s.get(0), List.of(1L, 16L, 32L, 32L), 223.005077, 12963.429235, 0.282797, 0.529831, -1.088076);
        Golden.check(s.get(1), List.of(1L, 32L, 16L, 16L), 28.356585, 4569.980771, -0.511502, -0.530037, 0.088321);
        Golden.check(s.get(2), List.of(1L, 64L, 8L, 8L), 781.049944, 5190.884199, -1.425485, -1.399342, -0.920209);
        Golden.check(s.get(3), List.of(1L, 128L, 4L, 4L), -6.636116, 1929.033363, -1.056679, -1.057851, 0.336797);
    }

    private static void checkLevels(List<Tensor> f) {
        Golden.check(f.get(0), List.of(1L, 16L, 32L, 32L), -375.502497, 3399.062499, 0.365383, 0.391482, 0.254035);
        Golden.check(f.get(1), List.of(1L, 16L, 16L, 16L), -28.679950, 1057.394390, 0.233389, 0.203884, -0.224487);
        Golden.check(f.get(2), List.of(1L, 16L, 8L, 8L), -27.669670, 367.492255, -0.075234, -0.068826, -0.519128);
    }
}
