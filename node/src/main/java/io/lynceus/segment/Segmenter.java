package io.lynceus.segment;

import java.util.List;

/**
 * A loaded model. Belongs to one thread at a time; several sets share a call.
 */
public interface Segmenter extends AutoCloseable {
    ModelCard card();

    /** Returns what runs the model, such as {@code CUDA} or {@code CPU}, for the log and the page. */
    String provider();

    /**
     * Segments sets in one call.
     *
     * @return one mask for each set, in order, with {@link Mask#queueNanos} 0
     * @throws FatalAcceleratorException if the accelerator is gone for this process
     */
    List<Mask> segment(List<SetInput> sets);

    @Override
    void close();
}
