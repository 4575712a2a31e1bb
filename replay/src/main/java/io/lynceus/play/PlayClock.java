package io.lynceus.play;

import io.lynceus.wire.Stamp;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** The clock of a player. */
public interface PlayClock {
    /** Returns the time of day. */
    Stamp now();

    /** Returns monotonic time, nanoseconds from an origin of its own. */
    long nanos();

    void sleep(long nanos) throws InterruptedException;

    /** Returns the machine's clock. */
    static PlayClock system() {
        return new PlayClock() {
            @Override
            public Stamp now() {
                return Stamp.of(Instant.now());
            }

            @Override
            public long nanos() {
                return System.nanoTime();
            }

            @Override
            public void sleep(long nanos) throws InterruptedException {
                TimeUnit.NANOSECONDS.sleep(nanos);
            }
        };
    }
}
