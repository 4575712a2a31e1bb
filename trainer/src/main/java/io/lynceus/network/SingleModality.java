package io.lynceus.network;

import io.lynceus.checkpoint.Checkpoint;
import io.lynceus.checkpoint.TensorData;
import io.lynceus.network.MleSamConfig.Sharing;
import io.lynceus.nn.adapter.LoraOptions;
import io.lynceus.nn.router.Routing;
import io.lynceus.wire.Modality;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One modality of a trained MLE-SAM as a network of its own: its expert alone, which serving then adds to the shared weights.
 * It answers as the whole network does for sets of that one modality: their only frame has weight 1 whatever its score, so the
 * router is left as it starts.
 */
public final class SingleModality {
    private final MleSamConfig all;
    private final int index;

    public SingleModality(MleSam network, Modality modality) {
        this.all = network.config();
        this.index = all.modalities().indexOf(modality);
        if (index < 0) {
            throw new IllegalArgumentException("modality " + modality + " is not one of " + all.modalities());
        }
        if (all.head().sharing() == Sharing.PER_MODALITY) {
            throw new IllegalArgumentException(
                    "a network with a decoder per modality needs all of them, whatever is present;"
                            + " only networks with a shared decoder can be cut down to one modality");
        }
    }

    /** The network for this modality alone. */
    public MleSam network() {
        LoraOptions lora = all.lora();
        return new MleSam(MleSamConfig.of(all.size(), List.of(all.modalities().get(index)), all.classes())
                .withLora(lora.rank(), lora.rows())
                .withRouting(Routing.SHARED, 1)
                .withAuxiliaryHead(all.head().auxiliary())
                .withOutput(all.head().output())
                .withTrainEncoder(all.trainEncoder()));
    }

    /** Its weights, to be taken over with {@code Parameters.loadMatching}: all but the router's, of the experts only one. */
    public Checkpoint weights(Checkpoint whole) {
        Map<String, TensorData> kept = new LinkedHashMap<>();
        whole.tensors().forEach((name, tensor) -> {
            if (!name.startsWith(MleSam.ROUTER)) {
                kept.put(name, name.contains(".lora_") ? row(tensor) : tensor);
            }
        });
        return new Checkpoint(kept, whole.metadata());
    }

    /** Element {@code index} along the first axis, which stays, with size 1. */
    private TensorData row(TensorData tensor) {
        int bytes = Math.toIntExact(tensor.data().remaining() / tensor.shape().get(0));
        ByteBuffer row = tensor.data().position(index * bytes).limit((index + 1) * bytes);
        List<Long> shape = new ArrayList<>(tensor.shape());
        shape.set(0, 1L);
        return new TensorData(tensor.type(), shape, row);
    }
}
