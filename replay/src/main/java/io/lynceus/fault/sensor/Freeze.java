package io.lynceus.fault.sensor;

import io.lynceus.dataset.RecordedFrame;
import io.lynceus.fault.content.Fault;
import io.lynceus.fault.content.Occasion;
import io.lynceus.fault.content.PayloadKind;
import io.lynceus.play.Delivery;
import io.lynceus.play.Restamp;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** The sensor sends the same measurement again and again, each time as if it were new. */
public record Freeze() implements Fault {
    @Override
    public Optional<Delivery> apply(RecordedFrame frame, Occasion occasion) {
        RecordedFrame stale = Restamp.at(occasion.before(), frame.stamp());
        return Optional.of(Delivery.onTime(
                new RecordedFrame(frame.channel(), frame.stamp(), frame.sequence(), stale.value(), frame.sampleId())));
    }

    @Override
    public Set<PayloadKind> payloads() {
        return EnumSet.of(PayloadKind.IMAGE, PayloadKind.POINTS, PayloadKind.EVENTS);
    }
}
