package io.lynceus.network;

import io.lynceus.checkpoint.KeyMap;
import io.lynceus.nn.Grid;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterSpec;
import io.lynceus.wire.Modality;
import java.util.List;
import java.util.Optional;

/** A system: its parameters and its forward pass, the same for training, evaluation and serving. */
public interface Network {
    /** Returns the settings that made it. */
    NetworkSettings settings();

    /** Returns the number of classes K. */
    int classes();

    /** Returns the parameters, in forward order; making the list allocates no tensor. */
    List<ParameterSpec> parameters();

    /** Predicts at the network's own resolution. */
    <V> Prediction<V> predict(Ops<V> ops, Batch<V> batch);

    /** Returns the modalities that {@code modality} of a batch indexes. */
    default List<Modality> modalities() {
        return settings().modalities().stream().map(Modality::new).toList();
    }

    /** Returns the normalisation of each modality's rasters. */
    default List<Normalisation> normalisations() {
        return modalities().stream().map(modality -> Normalisation.IMAGE_NET).toList();
    }

    /** Returns the number of pyramid levels L of {@link Prediction#routing}; 0 without routing. */
    default int levels() {
        return 0;
    }

    /** Returns how many frames of a set keep their weight at each level of {@link Prediction#routing}; 0 without routing. */
    default int topK() {
        return 0;
    }

    /**
     * Returns which share of the encoder's tokens is padding for images of a size, because its windows do not divide the maps; 0 if
     * there is none, or no windows.
     */
    default double padding(Grid image) {
        return 0;
    }

    /** Returns true if every frame is encoded by itself, so that one encoding may be fused in several sets. */
    default boolean encodesFramesAlone() {
        return false;
    }

    /** Returns the same network in the form that runs fastest with fixed weights; its parameters are the same. */
    default Network forServing() {
        return this;
    }

    /**
     * Returns the key map for foreign files of weights.
     *
     * @param seed of a map's random numbers, such as noise that makes copies differ
     */
    default KeyMap startKeys(long seed) {
        return KeyMap.IDENTITY;
    }

    /** Returns one modality of this network as a network of its own; empty if the system does not support it. */
    default Optional<SingleModality> only(Modality modality) {
        return Optional.empty();
    }
}
