package io.lynceus.fault;

import io.lynceus.dataset.RecordedFrame;
import io.lynceus.play.Delivery;
import io.lynceus.play.Restamp;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** The sensor's clock is wrong: its capture times are shifted, frames leave when they always did. */
record TimeOffset(Duration offset) implements Fault {
    @Override
    public Optional<Delivery> apply(RecordedFrame frame, Occasion occasion) {
        return Optional.of(Delivery.onTime(Restamp.at(frame, frame.stamp().plus(offset))));
    }

    @Override
    public Set<Payload> payloads() {
        return EnumSet.of(Payload.IMAGE, Payload.POINTS, Payload.EVENTS);
    }
}
