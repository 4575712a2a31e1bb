package io.lynceus.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class Sam2WeightsTest {
    private static final String D = "sam_mask_decoder.";

    /** Three masks besides mask 0; row r of every parameter holds r. */
    private static Checkpoint official() {
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        tensors.put(D + "mask_tokens.weight", TensorData.of(new float[] {0, 0, 1, 1, 2, 2, 3, 3}, List.of(4L, 2L)));
        for (int i = 0; i < 4; i++) {
            String key = D + "output_hypernetworks_mlps." + i + ".layers.0.bias";
            tensors.put(key, TensorData.of(new float[] {i}, List.of(1L)));
        }
        tensors.put(D + "iou_prediction_head.layers.2.bias", TensorData.of(new float[] {0, 1, 2, 3}, List.of(4L)));
        tensors.put("image_encoder.neck.x", TensorData.of(new float[] {9}, List.of(1L)));
        tensors.put("memory_encoder.y", TensorData.of(new float[] {9}, List.of(1L)));
        return new Checkpoint(tensors, Map.of());
    }

    private static Map<String, List<Long>> network(String decoder, long tokens) {
        Map<String, List<Long>> shapes = new LinkedHashMap<>();
        shapes.put("image_encoder.neck.x", List.of(1L));
        shapes.put("image_encoder.lora_q.A", List.of(1L));
        shapes.put(decoder + "mask_tokens.weight", List.of(tokens, 2L));
        for (int i = 0; i < tokens; i++) {
            shapes.put(decoder + "output_hypernetworks_mlps." + i + ".layers.0.bias", List.of(1L));
        }
        shapes.put(decoder + "iou_prediction_head.layers.2.bias", List.of(tokens));
        return shapes;
    }

    private static float[] floats(Checkpoint checkpoint, String key) {
        return Objects.requireNonNull(checkpoint.tensors().get(key), key).floats();
    }

    @Test
    void masksOfMoreClassesTakeTheOfficialOnesInTurn() {
        Checkpoint fitted = new Sam2Weights(1).fit(official(), network(D, 6));
        float[] sources = {0, 1, 2, 3, 1, 2};
        assertThat(floats(fitted, D + "iou_prediction_head.layers.2.bias")).containsExactly(sources, within(0.1f));
        for (int i = 0; i < 6; i++) {
            float[] hyper = floats(fitted, D + "output_hypernetworks_mlps." + i + ".layers.0.bias");
            assertThat(hyper).containsExactly(new float[] {sources[i]}, within(0.1f));
        }
        float[] tokens = floats(fitted, D + "mask_tokens.weight");
        assertThat(Arrays.copyOf(tokens, 2)).containsExactly(0, 0);
        assertThat(tokens[2]).isNotEqualTo(tokens[8]); // both come from token 1, each with its own noise
        assertThat(KeyReport.compare(network(D, 6), fitted.shapes()).missing())
                .containsExactly("image_encoder.lora_q.A");
    }

    @Test
    void equalClassesAreTakenAsTheyAre() {
        Checkpoint fitted = new Sam2Weights(1).fit(official(), network(D, 4));
        assertThat(floats(fitted, D + "mask_tokens.weight")).containsExactly(0, 0, 1, 1, 2, 2, 3, 3);
        assertThat(fitted.tensors()).doesNotContainKey("memory_encoder.y");
    }

    @Test
    void everyModalitysDecoderStartsFromTheOneThereIs() {
        Checkpoint fitted = new Sam2Weights(1).fit(official(), network(D + "experts.2.", 4));
        assertThat(floats(fitted, D + "experts.2.mask_tokens.weight")).containsExactly(0, 0, 1, 1, 2, 2, 3, 3);
    }
}
