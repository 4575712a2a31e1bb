package io.lynceus.play;

import io.lynceus.dataset.RecordedFrame;
import java.time.Duration;
import java.util.Optional;

/** Changes, delays or keeps back frames between a recording and the sink, for example because of a dead sensor or a fault. */
@FunctionalInterface
public interface FrameFilter {
    /** Lets everything through. */
    FrameFilter NONE = (frame, played) -> Optional.of(Delivery.onTime(frame));

    /**
     * Filters a frame.
     *
     * @param frame as recorded, before its stamp is shifted
     * @param played time since playing began, on the recording's clock; goes on through loops
     * @return the frame to send; empty to keep it back
     */
    Optional<Delivery> apply(RecordedFrame frame, Duration played);

    /** Returns a filter that applies this one, then another to the frames that it lets through; delays add up. */
    default FrameFilter then(FrameFilter next) {
        return (frame, played) -> apply(frame, played)
                .flatMap(first -> next.apply(first.frame(), played).map(first::then));
    }
}
