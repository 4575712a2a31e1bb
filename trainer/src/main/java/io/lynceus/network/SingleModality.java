package io.lynceus.network;

import io.lynceus.checkpoint.Checkpoint;
import io.lynceus.checkpoint.TensorData;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * One modality of a trained network as a network of its own.
 *
 * @param network for this modality alone
 * @param index of the modality in the whole network
 * @param dropped keys of the whole network whose weights are left out
 * @param perModality keys of weights whose first axis counts modalities; only one row is kept
 */
public record SingleModality(Network network, int index, Predicate<String> dropped, Predicate<String> perModality) {
    /** Returns its weights from those of the whole network, for {@code Parameters.loadMatching}. */
    public Checkpoint weights(Checkpoint whole) {
        Map<String, TensorData> kept = new LinkedHashMap<>();
        whole.tensors().forEach((name, tensor) -> {
            if (!dropped.test(name)) {
                kept.put(name, perModality.test(name) ? row(tensor) : tensor);
            }
        });
        return new Checkpoint(kept, whole.metadata());
    }

    /** Returns element {@code index} along the first axis, which keeps size 1. */
    private TensorData row(TensorData tensor) {
        int bytes = Math.toIntExact(tensor.data().remaining() / tensor.shape().get(0));
        ByteBuffer row = tensor.data().position(index * bytes).limit((index + 1) * bytes);
        List<Long> shape = new ArrayList<>(tensor.shape());
        shape.set(0, 1L);
        return new TensorData(tensor.type(), shape, row);
    }
}
