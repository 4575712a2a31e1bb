package io.lynceus.health;

import java.util.Locale;

/** Whether a sensor's frames have too little quality, with hysteresis between two limits. It starts, and starts again, as sound. */
final class QualityMemory {
    private final HealthConfig.Quality limits;
    private boolean poor;
    private double seen;

    QualityMemory(HealthConfig.Quality limits) {
        this.limits = limits;
    }

    /** Takes the quality of a frame, 0 to 1. */
    void observe(double quality) {
        seen = quality;
        poor = quality < limits.low() || poor && quality < limits.high();
    }

    /** Forgets what was seen: the sensor's frames do not go into the network, so that nothing new is learned of them. */
    void forget() {
        poor = false;
    }

    SensorSnapshot.Quality snapshot() {
        return new SensorSnapshot.Quality(poor, seen);
    }

    void restore(SensorSnapshot.Quality snapshot) {
        seen = snapshot.seen();
        poor = snapshot.poor() && seen < limits.high(); // the limits may be other ones now
    }

    /** Returns what the quality makes of a finding about a frame's content: a good one may be poor, a worse one stays. */
    Finding judge(Finding content) {
        if (!poor || content.grade() != Finding.Grade.GOOD) {
            return content;
        }
        double limit = seen < limits.low() ? limits.low() : limits.high();
        String reason = String.format(
                Locale.ROOT,
                "low quality: the network believes the frames to %.2g, allowed is at least %.2g",
                seen,
                limit);
        return Finding.poor(reason, new Cause(Cause.Code.LOW_QUALITY, seen, limit));
    }
}
