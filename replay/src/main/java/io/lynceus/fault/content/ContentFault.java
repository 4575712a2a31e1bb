package io.lynceus.fault.content;

import io.lynceus.dataset.RecordedFrame;
import io.lynceus.play.Delivery;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A fault in what was measured; the frame arrives in time. The methods may change their argument and return it. Methods for a
 * payload that is not among {@link #payloads} are never called.
 */
public interface ContentFault extends Fault {
    @Override
    default Optional<Delivery> apply(RecordedFrame frame, Occasion occasion) {
        return Optional.of(Delivery.onTime(Contents.change(frame, this, occasion)));
    }

    default Pixels onImage(Pixels image, SplittableRandom dice) {
        throw new AssertionError(this + " met an image");
    }

    /** Changes points. {@code sensorDice} gives the same numbers for all scans of a sensor. */
    default PointBuffer onPoints(PointBuffer points, SplittableRandom dice, SplittableRandom sensorDice) {
        throw new AssertionError(this + " met a point cloud");
    }

    default EventList onEvents(EventList events, SplittableRandom dice) {
        throw new AssertionError(this + " met events");
    }
}
