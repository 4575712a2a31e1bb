package io.lynceus.play;

import io.lynceus.dataset.RecordedFrame;
import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * A frame on its way to the sink.
 *
 * @param late how much recorded time after its turn it leaves, 0 or more; later frames overtake it
 * @param wire what happens to its message's bytes after it has got its stamp
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

    /** This one, after it has come through another filter as {@code next}. */
    Delivery then(Delivery next) {
        return new Delivery(next.frame, late.plus(next.late), bytes -> next.wire.apply(wire.apply(bytes)));
    }

    /** The stamped frame as it arrives. */
    RecordedFrame arrived(RecordedFrame stamped) {
        byte[] value = wire.apply(stamped.value());
        return value == stamped.value()
                ? stamped
                : new RecordedFrame(stamped.channel(), stamped.stamp(), stamped.sequence(), value, stamped.sampleId());
    }
}
