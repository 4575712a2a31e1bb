package io.lynceus.play;

import io.lynceus.dataset.RecordedFrame;
import java.time.Duration;
import java.util.Optional;

/** Stands between a recording and the sink, and may change frames, delay them or keep them back: a dead sensor, a fault. */
@FunctionalInterface
public interface FrameFilter {
    /** Lets everything through. */
    FrameFilter NONE = (frame, played) -> Optional.of(Delivery.onTime(frame));

    /**
     * What becomes of a frame.
     *
     * @param frame as recorded, before its stamp is shifted
     * @param played time since playing began, on the recording's clock; goes on through loops
     * @return the frame to send; empty to keep it back
     */
    Optional<Delivery> apply(RecordedFrame frame, Duration played);

    /** This filter, then another on what it lets through; delays add up. */
    default FrameFilter then(FrameFilter next) {
        return (frame, played) -> apply(frame, played)
                .flatMap(first -> next.apply(first.frame(), played).map(first::then));
    }
}
