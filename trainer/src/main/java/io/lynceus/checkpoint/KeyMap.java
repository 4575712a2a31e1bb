package io.lynceus.checkpoint;

import java.util.List;
import java.util.Map;

/** How a file of weights made elsewhere becomes weights of a network. */
public interface KeyMap {
    /** Keys and tensors as they are. */
    KeyMap IDENTITY = (source, network) -> source;

    /**
     * The weights that a file gives a network, by the network's keys. Keys that the network lacks and shapes that differ stay, to
     * be reported on loading.
     *
     * @param network shape of each parameter by key
     */
    Checkpoint fit(Checkpoint source, Map<String, List<Long>> network);
}
