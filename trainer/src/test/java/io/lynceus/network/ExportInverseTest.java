package io.lynceus.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.checkpoint.CheckpointException;
import io.lynceus.checkpoint.TensorData;
import io.lynceus.nn.Grid;
import io.lynceus.nn.Initialiser;
import io.lynceus.nn.ParameterSpec;
import io.lynceus.nn.onnx.ExportInverse;
import io.lynceus.nn.onnx.ExportedConstants;
import io.lynceus.nn.onnx.GraphForm;
import io.lynceus.nn.onnx.OnnxExport;
import io.lynceus.nn.torch.Parameters;
import io.lynceus.nn.torch.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The weights of an exported model, found again in its file. */
class ExportInverseTest {
    private static final int SIZE = 64;
    private static final MleSam NETWORK = new MleSam.Settings(
                    "nano",
                    List.of("rgb", "depth", "lidar"),
                    4,
                    "out",
                    "shared",
                    "shared",
                    0,
                    true,
                    "mean",
                    true,
                    "normalised",
                    true)
            .create(5);
    private static final Serving SERVING = new Serving(NETWORK, new Grid(SIZE, SIZE));

    @TempDir
    static Path folder;

    private static final Parameters trained = trained();
    private static ExportInverse.Found found;

    @BeforeAll
    static void find() throws IOException {
        Path file = folder.resolve("model.onnx");
        new OnnxExport(false, "{}").write(file, SERVING, trained);
        found = new ExportInverse(SERVING, NETWORK.parameters(), 1).of(ExportedConstants.read(file));
    }

    @AfterAll
    static void close() {
        trained.close();
    }

    /** Weights that have moved away from where they started, but for constants such as the matrix of positions. */
    private static Parameters trained() {
        Parameters parameters = Parameters.create(NETWORK.parameters(), 1);
        for (ParameterSpec spec : NETWORK.parameters()) {
            if (spec.trainable()) {
                float[] values = Tensors.floats(parameters.get(spec.name()));
                float[] moves = Initialiser.normal(0.05).values(values.length, spec.name() + " moved", 5);
                for (int i = 0; i < values.length; i++) {
                    values[i] += moves[i];
                }
                parameters.set(spec.name(), values);
            }
        }
        return parameters;
    }

    @Test
    void aNetworkOfTheWeightsFoundAnswersAsTheFileDoes() throws IOException {
        try (Parameters again = Parameters.create(NETWORK.parameters(), 2)) {
            assertThat(found.error()).as(found.worst()).isLessThan(2e-3);
            Frames frames = Frames.together(
                    Frames.set(SIZE, 1, 0, 1, 2),
                    Frames.set(SIZE, 2, 2),
                    Frames.set(SIZE, 3, 1),
                    Frames.set(SIZE, 4, 0, 1));
            Served expected = Served.torch(SERVING, trained, frames);
            assertThat(Served.torch(SERVING, again, frames).flips(expected)).isGreaterThan(0.2);
            again.loadMatching(found.weights());
            assertThat(Served.torch(SERVING, again, frames).flips(expected)).isLessThan(5e-3);
        }
    }

    @Test
    void copiesAreExactTheRestIsFittedAndWhatTheGraphDoesNotUseIsLeftOut() {
        Set<String> names = found.weights().tensors().keySet();
        for (String copied : List.of(
                "image_encoder.trunk.patch_embed.proj.weight",
                "image_encoder.neck.convs.0.conv.weight",
                "sam_mask_decoder.mask_tokens.weight",
                "quality.layers.0.weight",
                "fusion.norms.0.bias")) {
            TensorData data = Objects.requireNonNull(found.weights().tensors().get(copied), copied);
            assertThat(data.floats()).as(copied).isEqualTo(Tensors.floats(trained.get(copied)));
        }
        assertThat(names)
                .contains("image_encoder.trunk.blocks.0.attn.lora_q.B")
                .contains("sam_mask_decoder.transformer.layers.0.self_attn.q_proj.weight")
                .contains("image_encoder.trunk.pos_embed")
                .doesNotContain("sam_mask_decoder.iou_prediction_head.layers.0.weight")
                .doesNotContain("sam_mask_decoder.output_hypernetworks_mlps.0.layers.0.weight");
        assertThat(found.fitted()).isBetween(10, names.size() / 2);
    }

    @Test
    void aWeightThatAFileOfBeforeHoldsUnderItsOwnNameIsTakenOver() {
        String name = "image_encoder.trunk.blocks.1.attn.qkv.weight";
        float[] values = Tensors.floats(trained.get(name));
        TensorData data = TensorData.of(values, List.of((long) values.length / 24, 24L));
        ExportedConstants old = new ExportedConstants(new Grid(SIZE, SIZE), Map.of(name, data), "{}");
        ExportInverse.Found own = new ExportInverse(SERVING, NETWORK.parameters(), 1).of(old);
        assertThat(own.weights().tensors()).containsOnlyKeys(name);
        assertThat(Objects.requireNonNull(own.weights().tensors().get(name)).floats())
                .isEqualTo(values);
    }

    @Test
    void aFileOfWholeNumbersIsRefusedBecauseItsWeightsAreRounded() throws IOException {
        Path file = folder.resolve("int8.onnx");
        new OnnxExport(false, false, GraphForm.DEFAULT.in(GraphForm.Arithmetic.INT8), "{}")
                .write(file, SERVING, trained);
        assertThatThrownBy(() -> ExportedConstants.read(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("int8.onnx: weights rounded to whole numbers of 8 bits")
                .hasMessageContaining("--arithmetic float");
    }

    @Test
    void aFileThatIsNoExportedModelIsRefusedByName() throws IOException {
        Path file = folder.resolve("text.onnx");
        Files.writeString(file, "no model");
        assertThatThrownBy(() -> ExportedConstants.read(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("text.onnx");
    }
}
