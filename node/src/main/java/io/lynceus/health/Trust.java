package io.lynceus.health;

import io.lynceus.wire.Stamp;
import java.util.Optional;

/** How many good frames it takes to come back: the configured number at first, and twice as many after each relapse. */
final class Trust {
    private static final int MOST_DOUBLINGS = 3;

    private final int goodFrames;
    private final long relapseNanos;

    private Optional<Stamp> lastRise = Optional.empty();
    private int relapses;

    Trust(HealthConfig config) {
        this.goodFrames = config.goodFrames();
        this.relapseNanos = config.relapse().toNanos();
    }

    int framesNeeded() {
        return goodFrames << Math.min(relapses, MOST_DOUBLINGS);
    }

    /** Takes note that the state became better. */
    void rose(Stamp stamp) {
        lastRise = Optional.of(stamp);
    }

    /** Takes note that the state became worse: a relapse if it had become better shortly before. */
    void fell(Stamp stamp) {
        boolean soon = lastRise.isPresent() && Nanos.between(lastRise.get(), stamp) < relapseNanos;
        relapses = soon ? relapses + 1 : 0;
    }

    SensorSnapshot.Recovery snapshot() {
        return new SensorSnapshot.Recovery(lastRise, relapses);
    }

    void restore(SensorSnapshot.Recovery snapshot) {
        lastRise = snapshot.lastRise();
        relapses = snapshot.relapses();
    }
}
