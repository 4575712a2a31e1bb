package io.lynceus.checkpoint;

import java.util.List;
import java.util.Map;

/** Converts a foreign file of weights to the weights of a network. */
public interface KeyMap {
    /** Keeps keys and tensors. */
    KeyMap IDENTITY = (source, network) -> source;

    /**
     * Returns the weights of a file under the network's keys. Keys that the network lacks and shapes that differ are kept, so that
     * loading reports them.
     *
     * @param network shape of each parameter by key
     */
    Checkpoint fit(Checkpoint source, Map<String, List<Long>> network);
}
