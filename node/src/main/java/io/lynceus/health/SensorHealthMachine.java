package io.lynceus.health;

import io.lynceus.health.Finding.Grade;
import io.lynceus.wire.Stamp;
import java.util.ArrayList;
import java.util.List;

/** The state machine of one sensor; see the package's drawing. */
final class SensorHealthMachine {
    /** A time that falls by more than this begins anew: a recording loops, or a clock was set. */
    private static final long JUMP_NANOS = 1_000_000_000L;

    private final String sensor;
    private final HealthConfig config;
    private final long silentAfterNanos;
    private final Trust trust;
    private final Trust quality;

    private SensorState state = SensorState.OK;
    private String reason = "";
    private Cause cause = Cause.NONE;

    private boolean hasClock;
    private Stamp clock = Stamp.EPOCH;
    private Stamp lastFrame = Stamp.EPOCH;
    private Stamp lastStamp = Stamp.EPOCH;

    /** How many frames in a row are good, not bad, not good, and bad. */
    private int good;

    private int usable;
    private int poorOrWorse;
    private int bad;

    SensorHealthMachine(String sensor, long periodNanos, HealthConfig config) {
        this.sensor = sensor;
        this.config = config;
        this.silentAfterNanos = (long) (config.silentPeriods() * periodNanos);
        this.trust = new Trust(config);
        this.quality = new Trust(config);
    }

    SensorState state() {
        return state;
    }

    String reason() {
        return reason;
    }

    Cause cause() {
        return cause;
    }

    SensorSnapshot.Machine snapshot() {
        return new SensorSnapshot.Machine(
                state,
                reason,
                cause,
                new SensorSnapshot.Times(hasClock, clock, lastFrame, lastStamp),
                new SensorSnapshot.Streaks(good, usable, poorOrWorse, bad),
                trust.snapshot(),
                quality.snapshot());
    }

    void restore(SensorSnapshot.Machine snapshot) {
        state = snapshot.state();
        reason = snapshot.reason();
        cause = snapshot.cause();
        hasClock = snapshot.times().watched();
        clock = snapshot.times().clock();
        lastFrame = snapshot.times().lastFrame();
        lastStamp = snapshot.times().lastStamp();
        good = snapshot.streaks().good();
        usable = snapshot.streaks().usable();
        poorOrWorse = snapshot.streaks().poorOrWorse();
        bad = snapshot.streaks().bad();
        trust.restore(snapshot.trust());
        quality.restore(snapshot.quality());
    }

    /**
     * Takes note of a frame, whatever it holds. It counts as arrived now, or at its stamp once time has reached it: so a sensor
     * whose frames take long to arrive is not silent, and a stamp from the future does not hide a silence.
     */
    void alive(Stamp stamp) {
        lastFrame = clock;
        lastStamp = stamp;
    }

    /**
     * Lets time pass. The first call starts the watch.
     *
     * @param behindNanos how much longer a silence must last, because its end may not have been read yet
     */
    List<Transition> advance(Stamp now, long behindNanos) {
        if (!hasClock || Nanos.between(now, clock) > JUMP_NANOS) {
            hasClock = true;
            clock = now;
            lastFrame = now;
        }
        clock = now.isAfter(clock) ? now : clock;
        if (lastStamp.isAfter(lastFrame) && !lastStamp.isAfter(clock)) {
            lastFrame = lastStamp;
        }
        long since = Nanos.between(lastFrame, clock);
        if (since <= silentAfterNanos + behindNanos) {
            return List.of();
        }
        resetStreaks();
        if (state == SensorState.SILENT) {
            return List.of();
        }
        if (state != SensorState.FAILED) {
            trust.fell(clock);
        }
        long millis = since / 1_000_000;
        long allowed = (silentAfterNanos + behindNanos) / 1_000_000;
        return List.of(to(
                SensorState.SILENT,
                clock,
                "no frame for " + millis + " ms, allowed are " + allowed,
                new Cause(Cause.Code.SILENT, millis, allowed)));
    }

    /** Takes what a frame holds. */
    List<Transition> observe(Finding finding, Stamp stamp) {
        count(finding.grade());
        List<Transition> transitions = new ArrayList<>();
        switch (state) {
            case OK, DEGRADED -> judge(finding, stamp, transitions);
            case FAILED, SILENT -> {
                if (2 * usable >= trust.framesNeeded()) {
                    trust.rose(stamp);
                    transitions.add(
                            to(SensorState.RECOVERING, stamp, "usable again for " + usable + " frames", again(usable)));
                    accept(finding, stamp, transitions);
                } else if (state == SensorState.SILENT && bad >= config.badFrames()) {
                    transitions.add(to(SensorState.FAILED, stamp, finding.reason(), finding.cause()));
                }
            }
            case RECOVERING -> {
                if (bad >= config.badFrames()) {
                    trust.fell(stamp);
                    transitions.add(to(SensorState.FAILED, stamp, finding.reason(), finding.cause()));
                } else {
                    accept(finding, stamp, transitions);
                }
            }
        }
        return transitions;
    }

    /** Takes the finding about a frame of a sensor that takes part. */
    private void judge(Finding finding, Stamp stamp, List<Transition> transitions) {
        if (bad >= config.badFrames()) {
            trust.fell(stamp);
            transitions.add(to(SensorState.FAILED, stamp, finding.reason(), finding.cause()));
        } else if (state == SensorState.OK && poorOrWorse >= config.badFrames()) {
            quality.fell(stamp);
            transitions.add(to(SensorState.DEGRADED, stamp, finding.reason(), finding.cause()));
        } else if (state == SensorState.DEGRADED && good >= quality.framesNeeded()) {
            quality.rose(stamp);
            transitions.add(to(SensorState.OK, stamp, "good again for " + good + " frames", again(good)));
        }
    }

    /** A recovering sensor may come back as degraded: a dark image is better than none. */
    private void accept(Finding finding, Stamp stamp, List<Transition> transitions) {
        if (usable >= trust.framesNeeded()) {
            boolean poor = finding.grade() == Grade.POOR;
            trust.rose(stamp);
            transitions.add(to(
                    poor ? SensorState.DEGRADED : SensorState.OK,
                    stamp,
                    poor ? finding.reason() : "usable again for " + usable + " frames",
                    poor ? finding.cause() : again(usable)));
        }
    }

    private void count(Grade grade) {
        good = grade == Grade.GOOD ? good + 1 : 0;
        usable = grade == Grade.BAD ? 0 : usable + 1;
        poorOrWorse = grade == Grade.GOOD ? 0 : poorOrWorse + 1;
        bad = grade == Grade.BAD ? bad + 1 : 0;
    }

    private void resetStreaks() {
        good = 0;
        usable = 0;
        poorOrWorse = 0;
        bad = 0;
    }

    private static Cause again(int frames) {
        return new Cause(Cause.Code.GOOD_AGAIN, frames, Double.NaN);
    }

    private Transition to(SensorState next, Stamp stamp, String why, Cause because) {
        Transition transition = new Transition(sensor, state, next, stamp, why, because);
        state = next;
        reason = next == SensorState.OK ? "" : why;
        cause = next == SensorState.OK ? Cause.NONE : because;
        return transition;
    }
}
