package io.lynceus.fault.sensor;

import io.lynceus.dataset.RecordedFrame;
import io.lynceus.fault.content.Fault;
import io.lynceus.fault.content.Occasion;
import io.lynceus.play.Delivery;
import java.util.Optional;

/**
 * Frames are lost.
 *
 * @param probability of each
 */
public record FrameLoss(double probability) implements Fault {
    @Override
    public Optional<Delivery> apply(RecordedFrame frame, Occasion occasion) {
        return occasion.frameDice().nextDouble() < probability ? Optional.empty() : Optional.of(Delivery.onTime(frame));
    }
}
