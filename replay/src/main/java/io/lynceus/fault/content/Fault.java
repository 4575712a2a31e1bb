package io.lynceus.fault.content;

import io.lynceus.dataset.RecordedFrame;
import io.lynceus.play.Delivery;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** A way in which a sensor fails. Pure: the same frame on the same occasion comes out the same. */
public interface Fault {
    /** What becomes of a frame; empty if it is lost. */
    Optional<Delivery> apply(RecordedFrame frame, Occasion occasion);

    /** What it can happen to. */
    default Set<PayloadKind> payloads() {
        return EnumSet.allOf(PayloadKind.class);
    }
}
