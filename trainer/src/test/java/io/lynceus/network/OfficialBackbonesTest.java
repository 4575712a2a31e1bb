package io.lynceus.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lynceus.checkpoint.Checkpoint;
import io.lynceus.checkpoint.TensorData;
import io.lynceus.nn.ParameterSpec;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files with the names of the official ones start EQUISeg and Keep the Balance. */
class OfficialBackbonesTest {
    private static Map<String, List<Long>> shapes(Network network) {
        return network.parameters().stream()
                .collect(Collectors.toMap(ParameterSpec::name, ParameterSpec::shape, (a, b) -> a, LinkedHashMap::new));
    }

    private static TensorData tensor(List<Long> shape) {
        float[] values = new float[(int) (long) shape.stream().reduce(1L, Math::multiplyExact)];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % 1000;
        }
        return TensorData.of(values, shape);
    }

    @Test
    void mitFilesFillTheBackboneAndNothingElse() {
        Network network =
                Systems.settings(Map.of("system", "equiseg", "size", "nano")).create(5);
        Map<String, List<Long>> shapes = shapes(network);
        Map<String, TensorData> file = new LinkedHashMap<>();
        shapes.forEach((key, shape) -> {
            if (key.startsWith("backbone.") && !key.matches(".*\\.(hub|mixer|cross)\\..*")) {
                file.put(key.substring("backbone.".length()), tensor(shape));
            }
        });
        file.put("head.weight", tensor(List.of(1000L, 96L)));
        file.put("head.bias", tensor(List.of(1000L)));
        assertThat(file).containsKey("block1.0.attn.sr.weight").containsKey("block1.0.mlp.dwconv.dwconv.weight");
        Checkpoint fitted = network.startKeys(1).fit(new Checkpoint(file, Map.of()), shapes);
        assertThat(fitted.tensors()).hasSize(file.size() - 2);
        fitted.shapes().forEach((key, shape) -> assertThat(shape).as(key).isEqualTo(shapes.get(key)));
    }

    /** A file by the names of the Swin Transformer's authors, with windows of side 4 where the network has 8. */
    private static Map<String, TensorData> authors(Map<String, List<Long>> shapes, int later) {
        Map<String, TensorData> file = new LinkedHashMap<>();
        shapes.forEach((key, shape) -> {
            String name = key.replace("backbone.", "")
                    .replaceAll("stages\\.(\\d)", "layers.$1")
                    .replace("attn.w_msa.", "attn.")
                    .replace("ffn.layers.0.0", "mlp.fc1")
                    .replace("ffn.layers.1", "mlp.fc2")
                    .replace("projection", "proj");
            if (key.startsWith("backbone.")
                    && !key.matches(".*(extra_|prompt|adapter|Deform|fuse_norm|backbone\\.norm).*")) {
                if (name.contains("downsample")) {
                    int stage = name.charAt("layers.".length()) - '0';
                    name = "layers." + (stage + later) + name.substring("layers.0".length());
                }
                boolean table = name.endsWith("bias_table");
                file.put(name, tensor(table ? List.of(49L, shape.get(1)) : shape));
            }
        });
        file.put("norm.weight", tensor(List.of(8L)));
        file.put("layers.0.blocks.0.attn.relative_position_index", tensor(List.of(16L, 16L)));
        file.put("head.weight", tensor(List.of(10L, 8L)));
        return file;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void swinFilesOfItsAuthorsAndOfTimmFillTheBackbone(int later) {
        Network network = Systems.settings(Map.of("system", "keep-the-balance", "size", "nano"))
                .create(5);
        Map<String, List<Long>> shapes = shapes(network);
        Map<String, TensorData> file = authors(shapes, later);
        Checkpoint fitted = network.startKeys(1).fit(new Checkpoint(file, Map.of()), shapes);
        assertThat(shapes.keySet()).containsAll(fitted.tensors().keySet());
        fitted.shapes().forEach((key, shape) -> assertThat(shape).as(key).isEqualTo(shapes.get(key)));
        assertThat(shapes.keySet().stream()
                        .filter(key -> !fitted.tensors().containsKey(key))
                        .filter(key -> key.startsWith("backbone."))
                        .filter(key -> !key.matches(".*(prompt|adapter|Deform|norm\\d?\\.).*")))
                .isEmpty();
        // cells 00, 10, 01, 11 of the file, channel by channel as 00, 01, 10, 11
        float[] merging = floats(fitted, "backbone.stages.0.downsample.norm.weight");
        int channels = merging.length / 4;
        assertThat(Arrays.copyOf(merging, 5)).containsExactly(0, 2f * channels, channels, 3f * channels, 1);
        assertThat(floats(fitted, "backbone.patch_embed.extra_projection.weight"))
                .isEqualTo(floats(fitted, "backbone.patch_embed.projection.weight"));
    }

    @Test
    void filesOfMmsegmentationKeepTheirOrderAndTheirOutputNorms() {
        Network network = Systems.settings(Map.of("system", "keep-the-balance", "size", "nano"))
                .create(5);
        Map<String, List<Long>> shapes = shapes(network);
        Map<String, TensorData> file = new LinkedHashMap<>();
        for (String key : List.of(
                "patch_embed.projection.weight",
                "stages.0.downsample.norm.weight",
                "stages.1.blocks.0.ffn.layers.0.0.weight",
                "norm2.weight")) {
            file.put(key, tensor(Objects.requireNonNull(shapes.get("backbone." + key))));
        }
        Checkpoint fitted = network.startKeys(1).fit(new Checkpoint(file, Map.of()), shapes);
        assertThat(fitted.tensors().keySet())
                .containsExactlyInAnyOrder(
                        "backbone.patch_embed.projection.weight",
                        "backbone.patch_embed.extra_projection.weight",
                        "backbone.stages.0.downsample.norm.weight",
                        "backbone.stages.1.blocks.0.ffn.layers.0.0.weight",
                        "backbone.norm2.weight",
                        "backbone.stages.2.extra_norm.weight");
        assertThat(Arrays.copyOf(floats(fitted, "backbone.stages.0.downsample.norm.weight"), 3))
                .containsExactly(0, 1, 2);
    }

    @Test
    void whatANetworkSavedComesBackAsItWas() {
        Network network = Systems.settings(Map.of("system", "keep-the-balance", "size", "nano"))
                .create(5);
        Map<String, List<Long>> shapes = shapes(network);
        Map<String, TensorData> saved = new LinkedHashMap<>();
        shapes.forEach((key, shape) -> saved.put(key, tensor(shape)));
        Checkpoint fitted = network.startKeys(1).fit(new Checkpoint(saved, Map.of()), shapes);
        assertThat(fitted.tensors()).isEqualTo(saved);
    }

    @Test
    void biasTablesAreResizedAsByPyTorchsBicubic() {
        Network network = Systems.settings(Map.of("system", "keep-the-balance", "size", "nano"))
                .create(5);
        Map<String, List<Long>> shapes = shapes(network);
        float[] plane = new float[49];
        for (int i = 0; i < 49; i++) {
            plane[i] = i / 7 + 2f * (i % 7);
        }
        String key = "stages.0.blocks.0.attn.w_msa.relative_position_bias_table";
        Checkpoint source = new Checkpoint(Map.of(key, TensorData.of(plane, List.of(49L, 1L))), Map.of());
        float[] table = floats(network.startKeys(1).fit(source, shapes), "backbone." + key);
        assertThat(table).hasSize(225);
        // 3 times the sum of the four cubic weights (a = -0.75) at 2.5333 and -0.2667, each times its row, by hand
        assertThat((double) table[6 * 15 + 6]).isCloseTo(7.5751111, within(1e-5));
        assertThat((double) table[0]).isCloseTo(-0.3226667, within(1e-5));
    }

    private static float[] floats(Checkpoint checkpoint, String key) {
        return Objects.requireNonNull(checkpoint.tensors().get(key), key).floats();
    }
}
