package io.lynceus.bench;

import io.lynceus.wire.Stamp;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * A clock that goes faster or slower than the system's, so that a recording's frames come at any rate with the stamps that they have.
 *
 * <p>Thread safety: any thread.
 */
final class ScaledClock extends Clock {
    private record Course(Stamp start, long startNanos, double speed) {}

    private volatile Course course;

    ScaledClock(Stamp start, double speed) {
        this.course = new Course(start, System.nanoTime(), speed);
    }

    /** Goes on from that time, at that speed. */
    void goFrom(Stamp start, double speed) {
        course = new Course(start, System.nanoTime(), speed);
    }

    /** Returns the system's {@link System#nanoTime} at which this clock shows that time. */
    long systemNanos(Stamp time) {
        Course now = course;
        return now.startNanos + (long) (time.nanosSince(now.start) / now.speed);
    }

    Stamp now() {
        Course now = course;
        return now.start.plusNanos((long) ((System.nanoTime() - now.startNanos) * now.speed));
    }

    @Override
    public Instant instant() {
        return now().toInstant();
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
