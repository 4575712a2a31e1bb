package io.lynceus.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lynceus.checkpoint.Checkpoint;
import io.lynceus.checkpoint.KeyReport;
import io.lynceus.checkpoint.TensorData;
import io.lynceus.nn.Grid;
import io.lynceus.nn.Initialiser;
import io.lynceus.nn.Interpolation;
import io.lynceus.nn.ParameterSpec;
import io.lynceus.nn.torch.Parameters;
import io.lynceus.nn.torch.Tensors;
import io.lynceus.nn.torch.TorchOps;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

/** Small checkpoints with the official files' keys fill MFNet's and MoBaNet's encoders, positions resized. */
class VisionTransformerStartTest {
    private static final int WIDTH = 64;

    private static Map<String, List<Long>> shapes(Network network) {
        return network.parameters().stream()
                .collect(Collectors.toMap(ParameterSpec::name, ParameterSpec::shape, (a, b) -> a, LinkedHashMap::new));
    }

    private static Map<String, String> parts(Network network) {
        return network.parameters().stream().collect(Collectors.toMap(ParameterSpec::name, ParameterSpec::part));
    }

    private static final class Official {
        private final Map<String, TensorData> tensors = new LinkedHashMap<>();

        Official add(String key, long... shape) {
            List<Long> sizes = Arrays.stream(shape).boxed().toList();
            int count = (int) sizes.stream().mapToLong(Long::longValue).reduce(1, (a, b) -> a * b);
            tensors.put(key, TensorData.of(Initialiser.normal(1).values(count, key, 3), sizes));
            return this;
        }

        Official layer(String key, long out, long in) {
            return add(key + ".weight", out, in).add(key + ".bias", out);
        }

        Official norm(String key, long width) {
            return add(key + ".weight", width).add(key + ".bias", width);
        }

        Checkpoint checkpoint() {
            return new Checkpoint(tensors, Map.of());
        }
    }

    /** As sam_vit_b_01ec64.pth, but small, for a grid of 8 x 8 patches and with windows of 8. */
    private static Checkpoint sam() {
        Official file = new Official()
                .add("image_encoder.pos_embed", 1, 8, 8, WIDTH)
                .add("image_encoder.patch_embed.proj.weight", WIDTH, 3, 16, 16)
                .add("image_encoder.patch_embed.proj.bias", WIDTH);
        for (int i = 0; i < 4; i++) {
            String block = "image_encoder.blocks." + i;
            file.norm(block + ".norm1", WIDTH)
                    .add(block + ".attn.rel_pos_h", 15, 16)
                    .add(block + ".attn.rel_pos_w", 15, 16)
                    .layer(block + ".attn.qkv", 3 * WIDTH, WIDTH)
                    .layer(block + ".attn.proj", WIDTH, WIDTH)
                    .norm(block + ".norm2", WIDTH)
                    .layer(block + ".mlp.lin1", 4 * WIDTH, WIDTH)
                    .layer(block + ".mlp.lin2", WIDTH, 4 * WIDTH);
        }
        return file.add("image_encoder.neck.0.weight", 64, WIDTH, 1, 1)
                .norm("image_encoder.neck.1", 64)
                .add("image_encoder.neck.2.weight", 64, 64, 3, 3)
                .norm("image_encoder.neck.3", 64)
                .add("prompt_encoder.no_mask_embed.weight", 1, 64)
                .add("mask_decoder.iou_token.weight", 1, 64)
                .checkpoint();
    }

    /** As dinov2_vits14_pretrain.pth, but small, for a grid of 5 x 5 patches. */
    private static Checkpoint dino() {
        Official file = new Official()
                .add("cls_token", 1, 1, WIDTH)
                .add("pos_embed", 1, 26, WIDTH)
                .add("mask_token", 1, WIDTH)
                .add("patch_embed.proj.weight", WIDTH, 3, 14, 14)
                .add("patch_embed.proj.bias", WIDTH);
        for (int i = 0; i < 4; i++) {
            String block = "blocks." + i;
            file.norm(block + ".norm1", WIDTH)
                    .layer(block + ".attn.qkv", 3 * WIDTH, WIDTH)
                    .layer(block + ".attn.proj", WIDTH, WIDTH)
                    .add(block + ".ls1.gamma", WIDTH)
                    .norm(block + ".norm2", WIDTH)
                    .layer(block + ".mlp.fc1", 4 * WIDTH, WIDTH)
                    .layer(block + ".mlp.fc2", WIDTH, 4 * WIDTH)
                    .add(block + ".ls2.gamma", WIDTH);
        }
        return file.norm("norm", WIDTH).checkpoint();
    }

    private static KeyReport report(Network network, Checkpoint file) {
        Map<String, List<Long>> shapes = shapes(network);
        return KeyReport.compare(shapes, network.startKeys(1).fit(file, shapes).shapes());
    }

    private static Network network(String system, Object relPos) {
        Map<String, Object> keys = system.equals("mfnet")
                ? Map.of("system", system, "size", "nano", "relPos", relPos)
                : Map.of("system", system, "size", "nano");
        return Systems.settings(keys).create(6);
    }

    @Test
    void samsEncoderIsFilledAndNothingElse() {
        for (boolean relPos : new boolean[] {true, false}) {
            Network network = network("mfnet", relPos);
            KeyReport report = report(network, sam());
            assertThat(report.misshapen()).isEmpty();
            assertThat(report.unexpected()).isEmpty();
            assertThat(report.missing()).extracting(parts(network)::get).containsOnly("adapter", "fusion", "decoder");
        }
    }

    @Test
    void dinosEncoderIsFilledAndBothPatchEmbeddingsAreItsOwn() {
        Network network = network("mobanet", true);
        KeyReport report = report(network, dino());
        assertThat(report.misshapen()).isEmpty();
        assertThat(report.unexpected()).isEmpty();
        assertThat(report.missing())
                .extracting(parts(network)::get)
                .containsOnly("prompts", "fusion", "projection", "decoder", "heads");
        Map<String, TensorData> fitted =
                network.startKeys(1).fit(dino(), shapes(network)).tensors();
        assertThat(floats(fitted, "prompts.patches.weight"))
                .isEqualTo(floats(fitted, "backbone.patch_embed.proj.weight"));
    }

    private static float[] floats(Map<String, TensorData> tensors, String key) {
        return Objects.requireNonNull(tensors.get(key), key).floats();
    }

    @Test
    void positionsAreResizedAsTheAuthorsDo() {
        try (Parameters none = Parameters.create(List.of(), 0);
                PointerScope scope = new PointerScope()) {
            TorchOps ops = TorchOps.evaluation(none);
            Network mfnet = network("mfnet", true);
            Map<String, TensorData> fitted =
                    mfnet.startKeys(1).fit(sam(), shapes(mfnet)).tensors();
            String position = "image_encoder.pos_embed";
            Tensor stored = Tensors.of(floats(sam().tensors(), position), 1, 8, 8, WIDTH);
            Tensor large = ops.interpolate(
                    ops.permute(stored, 0, 3, 1, 2), new Grid(8, 8), new Grid(16, 16), Interpolation.BICUBIC);
            assertThat(floats(fitted, position))
                    .containsExactly(
                            Tensors.floats(ops.permute(large, 0, 2, 3, 1).contiguous()), within(1e-4f));

            String table = "image_encoder.blocks.3.attn.rel_pos_h";
            Tensor line = ops.permute(Tensors.of(floats(sam().tensors(), table), 15, 16), 1, 0);
            Tensor longer = ops.interpolate(
                    ops.reshape(line, 1, 16, 1, 15), new Grid(1, 15), new Grid(1, 31), Interpolation.BILINEAR);
            float[] expected = Tensors.floats(
                    ops.permute(ops.reshape(longer, 16, 31), 1, 0).contiguous());
            assertThat(floats(fitted, table)).containsExactly(expected, within(1e-4f));
        }
    }

    @Test
    void theClassTokensPositionStaysAndTheOthersAreResized() {
        try (Parameters none = Parameters.create(List.of(), 0);
                PointerScope scope = new PointerScope()) {
            TorchOps ops = TorchOps.evaluation(none);
            Network network = network("mobanet", true);
            Map<String, TensorData> fitted =
                    network.startKeys(1).fit(dino(), shapes(network)).tensors();
            Tensor stored = Tensors.of(floats(dino().tensors(), "pos_embed"), 1, 26, WIDTH);
            Tensor map = ops.permute(ops.reshape(ops.slice(stored, 1, 1, 26), 1, 5, 5, WIDTH), 0, 3, 1, 2);
            Tensor large = ops.interpolate(map, new Grid(5, 5), new Grid(19, 19), Interpolation.BICUBIC);
            Tensor rows = ops.reshape(ops.permute(large, 0, 2, 3, 1), 1, 361, WIDTH);
            Tensor expected = ops.concat(1, List.of(ops.slice(stored, 1, 0, 1), rows));
            assertThat(floats(fitted, "backbone.pos_embed"))
                    .containsExactly(Tensors.floats(expected.contiguous()), within(1e-4f));
        }
    }
}
