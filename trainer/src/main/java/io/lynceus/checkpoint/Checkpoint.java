package io.lynceus.checkpoint;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Named tensors.
 *
 * @param tensors by key, in the order of the file
 * @param metadata text that came with them
 */
public record Checkpoint(Map<String, TensorData> tensors, Map<String, String> metadata) {
    public Checkpoint {
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }

    /** The shape of each tensor. */
    public Map<String, List<Long>> shapes() {
        Map<String, List<Long>> shapes = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
        return shapes;
    }

    /** Only these keys, in this checkpoint's order. */
    public Checkpoint only(Set<String> keys) {
        Map<String, TensorData> kept = new LinkedHashMap<>(tensors);
        kept.keySet().retainAll(keys);
        return new Checkpoint(kept, metadata);
    }
}
