package io.lynceus.health;

import io.lynceus.wire.Stamp;

/** How many good frames it takes to come back: the configured number at first, and twice as many after each relapse. */
final class Trust {
    private static final int MOST_DOUBLINGS = 3;

    private final int goodFrames;
    private final long relapseNanos;

    private boolean hasRisen;
    private Stamp lastRise = Stamp.EPOCH;
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
        hasRisen = true;
        lastRise = stamp;
    }

    /** Takes note that the state became worse: a relapse if it had become better shortly before. */
    void fell(Stamp stamp) {
        boolean soon = hasRisen && Nanos.between(lastRise, stamp) < relapseNanos;
        relapses = soon ? relapses + 1 : 0;
    }
}
