package io.lynceus.fault.sensor;

import io.lynceus.dataset.RecordedFrame;
import io.lynceus.fault.content.Fault;
import io.lynceus.fault.content.Occasion;
import io.lynceus.fault.content.PayloadKind;
import io.lynceus.play.Delivery;
import io.lynceus.play.Restamp;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** The sensor's clock is wrong: its capture times are shifted, but frames leave at their usual time. */
public record TimeOffset(Duration offset) implements Fault {
    @Override
    public Optional<Delivery> apply(RecordedFrame frame, Occasion occasion) {
        return Optional.of(Delivery.onTime(Restamp.at(frame, frame.stamp().plus(offset))));
    }

    @Override
    public Set<PayloadKind> payloads() {
        return EnumSet.of(PayloadKind.IMAGE, PayloadKind.POINTS, PayloadKind.EVENTS);
    }
}
