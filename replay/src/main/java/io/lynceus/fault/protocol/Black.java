package io.lynceus.fault.protocol;

import io.lynceus.fault.content.EventList;
import io.lynceus.fault.content.PayloadKind;
import io.lynceus.fault.content.PointBuffer;
import java.util.EnumSet;
import java.util.Set;
import java.util.SplittableRandom;

/** The sensor sees nothing: all pixels 0, no points, no events. The EMM protocol does this. */
public record Black() implements TensorFault {
    @Override
    public Set<PayloadKind> payloads() {
        return EnumSet.of(PayloadKind.IMAGE, PayloadKind.POINTS, PayloadKind.EVENTS);
    }

    @Override
    public void onTensor(float[] tensor, float unit, SplittableRandom dice) {
        Protocols.missing(tensor);
    }

    @Override
    public PointBuffer onPoints(PointBuffer points, SplittableRandom dice, SplittableRandom sensorDice) {
        return points.first(0);
    }

    @Override
    public EventList onEvents(EventList events, SplittableRandom dice) {
        return new EventList(events.width(), events.height(), new short[0], new short[0], new int[0], new byte[0]);
    }
}
