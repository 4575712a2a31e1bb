package io.lynceus.data;

import io.lynceus.dataset.ClassList;
import io.lynceus.wire.Modality;
import java.util.List;

/** Labelled samples by index. Thread-safe; the same index gives the same bytes. */
public interface SampleSource {
    /** Modalities in the order of {@link Sample.Frame#modality}. */
    List<Modality> modalities();

    ClassList classes();

    /** Number of samples; {@link Long#MAX_VALUE} where there is no end. */
    long size();

    /**
     * The sample with all of its frames.
     *
     * @param index from 0 to {@link #size} - 1
     */
    Sample sample(long index);
}
