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
    /**
     * A time during which the speed stays the same.
     *
     * @param startNanos the system's {@link System#nanoTime} at the start
     */
    record Course(Stamp start, long startNanos, double speed) {
        /** Returns the system's {@link System#nanoTime} at which the clock shows that time. */
        long systemNanos(Stamp time) {
            return startNanos + (long) (time.nanosSince(start) / speed);
        }
    }

    private volatile Course course;

    ScaledClock(Stamp start, double speed) {
        this.course = new Course(start, System.nanoTime(), speed);
    }

    /** Goes on from that time, at that speed. */
    Course goFrom(Stamp start, double speed) {
        Course next = new Course(start, System.nanoTime(), speed);
        course = next;
        return next;
    }

    /** Goes on from now, at that speed. */
    Course goOn(double speed) {
        return goFrom(now(), speed);
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
