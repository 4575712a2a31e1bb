package io.lynceus.play;

import io.lynceus.wire.Stamp;
import java.time.Duration;
import java.util.Optional;

/**
 * Converts between the capture times in a recording and those of the played frames.
 *
 * @param from capture time at which each pass begins
 * @param pass length of one pass; empty if there is only one
 * @param live time of day at which playing began, if frames are restamped
 * @param rate recorded seconds for each second of the wall
 */
public record PlayTimeline(Stamp from, Optional<Duration> pass, Optional<Stamp> live, double rate) {
    /** Returns recorded nanoseconds since playing began. */
    long played(Stamp recorded, long passes) {
        long done =
                pass.map(length -> Math.multiplyExact(length.toNanos(), passes)).orElse(0L);
        return Math.addExact(done, recorded.nanosSince(from));
    }

    /** Returns the capture time that a frame gets. */
    Stamp stamp(Stamp recorded, long played) {
        return live.map(start -> start.plusNanos(wallNanos(played))).orElse(recorded);
    }

    /** Returns wall-clock nanoseconds for recorded ones; 0 if the player does not wait. */
    long wallNanos(long played) {
        return rate == 1 ? played : Math.round(played / rate);
    }

    /** Returns recorded nanoseconds since playing began, after so many of the wall. */
    long playedAfter(long wallNanos) {
        return rate == 1 ? wallNanos : Math.round(wallNanos * rate);
    }

    /**
     * Returns the recorded capture time of the frames that were played with that stamp, so that labels can be found. It is exact to
     * the nanosecond at rate 1, and to {@code rate} nanoseconds otherwise.
     */
    public Stamp recorded(Stamp stamp) {
        if (live.isEmpty()) {
            return stamp;
        }
        long wall = stamp.nanosSince(live.orElseThrow());
        long played = playedAfter(wall);
        return from.plusNanos(
                pass.map(length -> Math.floorMod(played, length.toNanos())).orElse(played));
    }
}
