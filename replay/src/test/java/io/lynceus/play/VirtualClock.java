package io.lynceus.play;

import io.lynceus.wire.Stamp;

/** Time that passes only by sleeping. */
public final class VirtualClock implements PlayClock {
    /** Any origin: what is played must not depend on it. */
    static final long ORIGIN = 77;

    private long nanos = ORIGIN;

    @Override
    public Stamp now() {
        return Stamp.ofMillis(9_000_000).plusNanos(nanos);
    }

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public void sleep(long forNanos) {
        nanos += forNanos;
    }
}
