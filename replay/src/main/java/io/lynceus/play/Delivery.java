package io.lynceus.play;

import io.lynceus.dataset.RecordedFrame;
import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * A frame on its way to the sink.
 *
 * @param late recorded time by which it leaves after its turn, 0 or more; other frames may overtake it
 * @param wire changes the message's bytes after the frame has got its stamp
 */
public record Delivery(RecordedFrame frame, Duration late, UnaryOperator<byte[]> wire) {
    public Delivery {
        if (late.isNegative()) {
            throw new IllegalArgumentException(
                    "frame " + frame + " cannot leave " + late.negated().toMillis() + " ms before its turn");
        }
    }

    public static Delivery onTime(RecordedFrame frame) {
        return new Delivery(frame, Duration.ZERO, UnaryOperator.identity());
    }

    public static Delivery late(RecordedFrame frame, Duration late) {
        return new Delivery(frame, late, UnaryOperator.identity());
    }

    public static Delivery damaged(RecordedFrame frame, UnaryOperator<byte[]> wire) {
        return new Delivery(frame, Duration.ZERO, wire);
    }

    /** Combines this delivery with that of another filter, {@code next}. */
    Delivery then(Delivery next) {
        return new Delivery(next.frame, late.plus(next.late), bytes -> next.wire.apply(wire.apply(bytes)));
    }

    /** Returns the stamped frame with its bytes as they arrive. */
    RecordedFrame arrived(RecordedFrame stamped) {
        byte[] value = wire.apply(stamped.value());
        return value == stamped.value()
                ? stamped
                : new RecordedFrame(stamped.channel(), stamped.stamp(), stamped.sequence(), value, stamped.sampleId());
    }
}
