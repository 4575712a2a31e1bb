package io.lynceus.fault.sensor;

import io.lynceus.dataset.RecordedFrame;
import io.lynceus.fault.content.Fault;
import io.lynceus.fault.content.Occasion;
import io.lynceus.play.Delivery;
import java.time.Duration;
import java.util.Optional;

/**
 * Frames come late, with their true capture time.
 *
 * @param delay of each
 * @param jitter largest time added to it, uniformly distributed; frames may overtake each other
 */
public record Late(Duration delay, Duration jitter) implements Fault {
    @Override
    public Optional<Delivery> apply(RecordedFrame frame, Occasion occasion) {
        long more = Math.round(jitter.toNanos() * occasion.frameDice().nextDouble());
        return Optional.of(Delivery.late(frame, delay.plusNanos(more)));
    }
}
