package io.lynceus.network;

import io.lynceus.checkpoint.KeyMap;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterSpec;
import io.lynceus.wire.Modality;
import java.util.List;
import java.util.Optional;

/** A system: its parameters and its forward pass, the same for training, evaluation and serving. */
public interface Network {
    /** Its settings, which made it. */
    NetworkSettings settings();

    /** Number of classes K. */
    int classes();

    /** The parameters, in forward order; making the list allocates no tensor. */
    List<ParameterSpec> parameters();

    /** The prediction at the network's own resolution. */
    <V> Prediction<V> predict(Ops<V> ops, Batch<V> batch);

    /** The modalities that {@code modality} of a batch indexes. */
    default List<Modality> modalities() {
        return settings().modalities().stream().map(Modality::new).toList();
    }

    /** How each modality's rasters become numbers. */
    default List<Normalisation> normalisations() {
        return modalities().stream().map(modality -> Normalisation.IMAGE_NET).toList();
    }

    /** Number of pyramid levels L of {@link Prediction#routing}; 0 where there is none. */
    default int levels() {
        return 0;
    }

    /** Frames of a set that keep their weight at each level of {@link Prediction#routing}; 0 where there is none. */
    default int topK() {
        return 0;
    }

    /** Whether every frame is encoded by itself, so that one encoding may be fused in several sets. */
    default boolean encodesFramesAlone() {
        return false;
    }

    /** The same network in the form that runs fastest with fixed weights; its parameters are the same. */
    default Network forServing() {
        return this;
    }

    /**
     * How files of weights made elsewhere become this network's.
     *
     * @param seed of what a map draws, such as noise that tells copies apart
     */
    default KeyMap startKeys(long seed) {
        return KeyMap.IDENTITY;
    }

    /** One modality of this network as a network of its own; empty where the system cannot be cut down. */
    default Optional<SingleModality> only(Modality modality) {
        return Optional.empty();
    }
}
