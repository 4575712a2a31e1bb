package io.lynceus.play;

import io.lynceus.wire.Stamp;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** The time that a player goes by. */
public interface PlayClock {
    /** Time of day. */
    Stamp now();

    /** Monotonic time, nanoseconds from an origin of its own. */
    long nanos();

    void sleep(long nanos) throws InterruptedException;

    /** The machine's clock. */
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
