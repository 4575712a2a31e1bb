package io.lynceus.fault;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.SplittableRandom;

/** The sensor sees nothing: all pixels 0, no points, no events. What the EMM protocol does in the domain of raw pixels. */
record Black() implements ContentFault {
    @Override
    public Set<Payload> payloads() {
        return EnumSet.of(Payload.IMAGE, Payload.POINTS, Payload.EVENTS);
    }

    @Override
    public Pixels onImage(Pixels image, SplittableRandom dice) {
        Arrays.fill(image.samples(), 0);
        return image;
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
