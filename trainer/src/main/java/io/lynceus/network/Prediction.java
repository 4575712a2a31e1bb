package io.lynceus.network;

import io.lynceus.nn.Grid;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a network says about a batch of B sets.
 *
 * @param fused the logits to serve
 * @param heads logits that a loss may act on, by name, such as {@code masks} and {@code auxiliary}
 * @param features maps that a loss may act on, by name, such as {@code stage1}
 * @param routing float32 [B, N, L], weight of frame n in set b at pyramid level l (finest first), 0 where dropped or absent;
 *     null where the network weighs no frames
 */
public record Prediction<V>(
        Logits<V> fused, Map<String, Logits<V>> heads, Map<String, Feature<V>> features, @Nullable V routing) {
    /**
     * Maps of all frames, ragged.
     *
     * @param tokens float32 [N, h, w, C]
     * @param grid h and w
     */
    public record Feature<V>(V tokens, Grid grid) {}

    public Prediction {
        heads = Collections.unmodifiableMap(new LinkedHashMap<>(heads));
        features = Collections.unmodifiableMap(new LinkedHashMap<>(features));
    }

    /** The same with every value put through a function, such as a conversion. */
    public Prediction<V> map(UnaryOperator<V> function) {
        Map<String, Logits<V>> newHeads = new LinkedHashMap<>();
        heads.forEach((name, head) -> newHeads.put(name, head.map(function)));
        Map<String, Feature<V>> newFeatures = new LinkedHashMap<>();
        features.forEach((name, f) -> newFeatures.put(name, new Feature<>(function.apply(f.tokens()), f.grid())));
        return new Prediction<>(
                fused.map(function), newHeads, newFeatures, routing == null ? null : function.apply(routing));
    }
}
