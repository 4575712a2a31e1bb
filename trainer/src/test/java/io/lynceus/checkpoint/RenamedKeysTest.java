package io.lynceus.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.checkpoint.RenamedKeys.Rule;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RenamedKeysTest {
    private static final Checkpoint SOURCE = new Checkpoint(
            Map.of(
                    "block1.0.attn.q.weight", TensorData.of(new float[] {1, 2}, List.of(2L)),
                    "pos", TensorData.of(new float[] {5}, List.of(1L)),
                    "head.weight", TensorData.of(new float[] {3}, List.of(1L)),
                    "norm", TensorData.of(new float[] {4}, List.of(1L))),
            Map.of());

    @Test
    void keysAreRenamedCopiedResizedDroppedOrKept() {
        KeyMap map = new RenamedKeys(List.of(
                Rule.of("block(\\d)\\.(\\d)\\.(.*)", "trunk.$1.$2.$3", "copy.$1.$2.$3"),
                Rule.of("pos", "position")
                        .resized((tensor, shape) ->
                                TensorData.of(new float[shape.get(0).intValue()], shape)),
                Rule.drop("head\\..*")));
        Checkpoint fitted = map.fit(SOURCE, Map.of("position", List.of(3L)));
        assertThat(fitted.tensors())
                .containsOnlyKeys("trunk.1.0.attn.q.weight", "copy.1.0.attn.q.weight", "position", "norm");
        assertThat(fitted.shapes()).containsEntry("position", List.of(3L));
    }
}
