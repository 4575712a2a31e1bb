package io.lynceus.health;

import io.lynceus.health.Finding.Grade;
import io.lynceus.wire.Stamp;
import java.util.ArrayList;
import java.util.List;

/** The state machine of one sensor; see the package's drawing. */
final class SensorHealthMachine {
    /** A stamp further back than this begins a new epoch: a loop, or a clock that was set. */
    private static final long JUMP_NANOS = 1_000_000_000L;

    private static final int MOST_DOUBLINGS = 3;

    private final String sensor;
    private final HealthConfig config;
    private final long silentAfterNanos;

    private SensorState state = SensorState.OK;
    private String reason = "";
    private boolean watched;
    private Stamp lastFrame = Stamp.EPOCH;
    private Stamp lastAccepted = Stamp.EPOCH;
    private boolean everRecovered;
    private int relapses;

    private int good;
    private int poorOrWorse;
    private int bad;

    SensorHealthMachine(String sensor, long periodNanos, HealthConfig config) {
        this.sensor = sensor;
        this.config = config;
        this.silentAfterNanos = (long) (config.silentPeriods() * periodNanos);
    }

    SensorState state() {
        return state;
    }

    String reason() {
        return reason;
    }

    /** A frame of that capture time is there, whatever it holds. */
    void alive(Stamp stamp) {
        if (!watched || stamp.isAfter(lastFrame) || lastFrame.nanosSince(stamp) > JUMP_NANOS) {
            lastFrame = stamp;
        }
        watched = true;
    }

    /** Time has come so far. The first call starts the watch of a sensor that has not sent yet. */
    List<Transition> advance(Stamp now) {
        if (!watched) {
            alive(now);
        }
        if (now.nanosSince(lastFrame) <= silentAfterNanos || state == SensorState.SILENT) {
            return List.of();
        }
        noteRelapse(now);
        resetStreaks();
        return List.of(to(
                SensorState.SILENT,
                now,
                "no frame for " + now.nanosSince(lastFrame) / 1_000_000 + " ms, allowed are "
                        + silentAfterNanos / 1_000_000));
    }

    /** What a frame holds. */
    List<Transition> observe(Finding finding, Stamp stamp) {
        count(finding.grade());
        List<Transition> transitions = new ArrayList<>();
        switch (state) {
            case OK, DEGRADED -> {
                if (bad >= config.badFrames()) {
                    noteRelapse(stamp);
                    transitions.add(to(SensorState.FAILED, stamp, finding.reason()));
                } else if (state == SensorState.OK && poorOrWorse >= config.badFrames()) {
                    transitions.add(to(SensorState.DEGRADED, stamp, finding.reason()));
                } else if (state == SensorState.DEGRADED && good >= config.goodFrames()) {
                    transitions.add(to(SensorState.OK, stamp, "good again for " + good + " frames"));
                }
            }
            case FAILED, SILENT -> {
                if (finding.grade() != Grade.BAD) {
                    good = 1;
                    transitions.add(to(SensorState.RECOVERING, stamp, "first usable frame"));
                    accept(finding, stamp, transitions);
                } else if (state == SensorState.SILENT && bad >= config.badFrames()) {
                    transitions.add(to(SensorState.FAILED, stamp, finding.reason()));
                }
            }
            case RECOVERING -> {
                if (bad >= config.badFrames()) {
                    transitions.add(to(SensorState.FAILED, stamp, finding.reason()));
                } else {
                    accept(finding, stamp, transitions);
                }
            }
        }
        return transitions;
    }

    private void accept(Finding finding, Stamp stamp, List<Transition> transitions) {
        int usable = finding.grade() == Grade.BAD ? 0 : good;
        if (usable >= config.goodFrames() << Math.min(relapses, MOST_DOUBLINGS)) {
            boolean poor = poorOrWorse >= config.badFrames();
            transitions.add(to(
                    poor ? SensorState.DEGRADED : SensorState.OK,
                    stamp,
                    poor ? finding.reason() : "usable again for " + good + " frames"));
            lastAccepted = stamp;
            everRecovered = true;
        }
    }

    /** While recovering a poor frame counts as good: dark is better than dead. */
    private void count(Grade grade) {
        boolean recovers =
                state == SensorState.RECOVERING || state == SensorState.FAILED || state == SensorState.SILENT;
        good = grade == Grade.GOOD || (recovers && grade == Grade.POOR) ? good + 1 : 0;
        poorOrWorse = grade == Grade.GOOD ? 0 : poorOrWorse + 1;
        bad = grade == Grade.BAD ? bad + 1 : 0;
    }

    private void noteRelapse(Stamp stamp) {
        boolean soon = everRecovered
                && stamp.nanosSince(lastAccepted) < config.relapse().toNanos();
        relapses = soon ? relapses + 1 : 0;
    }

    private void resetStreaks() {
        good = 0;
        poorOrWorse = 0;
        bad = 0;
    }

    private Transition to(SensorState next, Stamp stamp, String why) {
        Transition transition = new Transition(sensor, state, next, stamp, why);
        state = next;
        reason = next == SensorState.OK ? "" : why;
        return transition;
    }
}
