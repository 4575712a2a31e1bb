package io.lynceus.network;

import io.lynceus.nn.Grid;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The prediction of a network for a batch of B sets.
 *
 * @param fused the logits to serve
 * @param heads logits that a loss may act on, by name, such as {@code masks} and {@code auxiliary}
 * @param features maps that a loss may act on, by name, such as {@code stage1}
 * @param routing float32 [B, N, L], weight of frame n in set b at pyramid level l (finest first), 0 where dropped or absent;
 *     null if the network weighs no frames
 * @param quality float32 [N], how much the network believes each frame, in 0..1; null if it does not judge frames
 */
public record Prediction<V>(
        Logits<V> fused,
        Map<String, Logits<V>> heads,
        Map<String, Feature<V>> features,
        @Nullable V routing,
        @Nullable V quality) {
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

    /** Returns the prediction with a function applied to every value, such as a conversion. */
    public Prediction<V> map(UnaryOperator<V> function) {
        Map<String, Logits<V>> newHeads = new LinkedHashMap<>();
        heads.forEach((name, head) -> newHeads.put(name, head.map(function)));
        Map<String, Feature<V>> newFeatures = new LinkedHashMap<>();
        features.forEach((name, f) -> newFeatures.put(name, new Feature<>(function.apply(f.tokens()), f.grid())));
        return new Prediction<>(
                fused.map(function),
                newHeads,
                newFeatures,
                routing == null ? null : function.apply(routing),
                quality == null ? null : function.apply(quality));
    }
}
