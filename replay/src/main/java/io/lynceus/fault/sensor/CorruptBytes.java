package io.lynceus.fault.sensor;

import io.lynceus.dataset.RecordedFrame;
import io.lynceus.fault.content.Fault;
import io.lynceus.fault.content.Occasion;
import io.lynceus.play.Delivery;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Bytes of the message change on the way. Their positions decide whether it can still be read.
 *
 * @param count of bytes at random positions, each of which gets another value
 */
public record CorruptBytes(int count) implements Fault {
    @Override
    public Optional<Delivery> apply(RecordedFrame frame, Occasion occasion) {
        return Optional.of(Delivery.damaged(frame, bytes -> damage(bytes, occasion.frameDice())));
    }

    private byte[] damage(byte[] bytes, SplittableRandom dice) {
        byte[] damaged = bytes.clone();
        if (bytes.length > 0) {
            dice.ints(0, bytes.length)
                    .distinct()
                    .limit(Math.min(count, bytes.length))
                    .forEach(at -> damaged[at] ^= (byte) (1 + Math.floorMod(31 * at + bytes.length, 255)));
        }
        return damaged;
    }
}
