package io.lynceus.fault.content;

import io.lynceus.dataset.RecordedFrame;
import io.lynceus.play.Delivery;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** A way in which a sensor fails. Pure: the same frame on the same occasion gives the same result. */
public interface Fault {
    /** Applies the fault to a frame; returns empty if the frame is lost. */
    Optional<Delivery> apply(RecordedFrame frame, Occasion occasion);

    /** Returns the payloads that the fault can change. */
    default Set<PayloadKind> payloads() {
        return EnumSet.allOf(PayloadKind.class);
    }
}
