package io.lynceus.fault;

import java.util.EnumSet;
import java.util.Set;
import java.util.SplittableRandom;

/** The sensor sees nothing: all pixels 0, no points, no events. What the EMM protocol does. */
record Black() implements TensorFault {
    @Override
    public Set<Payload> payloads() {
        return EnumSet.of(Payload.IMAGE, Payload.POINTS, Payload.EVENTS);
    }

    @Override
    public void onTensor(float[] tensor, float unit, SplittableRandom dice) {
        Protocols.missing(tensor);
    }

    @Override
    public Points onPoints(Points points, SplittableRandom dice, SplittableRandom sensorDice) {
        return points.first(0);
    }

    @Override
    public Events onEvents(Events events, SplittableRandom dice) {
        return new Events(events.width(), events.height(), new short[0], new short[0], new int[0], new byte[0]);
    }
}
