package io.lynceus.dataset;

import io.lynceus.wire.Stamp;
import java.util.Optional;

/** The ground truth of a recording. */
public interface Labels {
    ClassList classes();

    /** Returns the label of the main camera at that capture time; empty if there is none for it. Safe for several threads. */
    Optional<LabelRaster> at(Stamp stamp);

    /** Returns the label of a sample; empty if there is none, or if the recording has no samples. Safe for several threads. */
    default Optional<LabelRaster> of(String sampleId) {
        return Optional.empty();
    }
}
