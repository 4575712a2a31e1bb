package io.lynceus.fault.content;

import io.lynceus.dataset.RecordedFrame;
import io.lynceus.dice.Dice;
import io.lynceus.wire.Stamp;
import java.util.SplittableRandom;

/**
 * The occasion on which a fault meets a frame.
 *
 * @param key of the fault and the sensor
 * @param stamp recorded capture time of the frame
 * @param before the sensor's last frame before the fault began, or the first within it if there was none
 */
public record Occasion(long key, Stamp stamp, RecordedFrame before) {
    private static final long OF_FRAME = 1;
    private static final long OF_SENSOR = 2;

    /** Returns dice that differ for each frame and depend on its capture time only. */
    public SplittableRandom frameDice() {
        return Dice.stream(key, stamp.nanos(), OF_FRAME);
    }

    /** Returns dice that are the same for all frames of the sensor. */
    SplittableRandom sensorDice() {
        return Dice.stream(key, 0, OF_SENSOR);
    }
}
