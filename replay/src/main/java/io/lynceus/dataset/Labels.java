package io.lynceus.dataset;

import io.lynceus.wire.Stamp;
import java.util.Optional;

/** The ground truth of a recording. */
public interface Labels {
    ClassList classes();

    /** The label of the main camera at that capture time; empty if there is none for it. Safe for several threads. */
    Optional<LabelRaster> at(Stamp stamp);
}
