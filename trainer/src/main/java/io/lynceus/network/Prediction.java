package io.lynceus.network;

import io.lynceus.nn.Ops;
import java.util.List;

/**
 * What a network says about a batch of B sets.
 *
 * @param logits float32 [B, K, h, w], one per path that a loss may act on (MLE-SAM: mask decoder, then the auxiliary head)
 * @param combined float32 [B, K, h, w], the logits to serve
 * @param routing float32 [B, N, L], weight of frame n in set b at pyramid level l (coarsest first), 0 where dropped or absent
 */
public record Prediction<V>(List<V> logits, V combined, V routing) {
    public Prediction {
        logits = List.copyOf(logits);
    }

    /** The mean of some paths' logits. */
    static <V> V mean(Ops<V> ops, List<V> paths) {
        V total = paths.get(0);
        for (V path : paths.subList(1, paths.size())) {
            total = ops.add(total, path);
        }
        return paths.size() == 1 ? total : ops.scale(total, 1.0 / paths.size());
    }
}
