package io.lynceus.health;

import io.lynceus.wire.Stamp;

/** Differences of stamps that may be nonsense. */
final class Nanos {
    private Nanos() {}

    /** Nanoseconds from one stamp to another; the ends of the range instead of an overflow. */
    static long between(Stamp from, Stamp to) {
        long difference = to.nanos() - from.nanos();
        boolean overflows = ((to.nanos() ^ from.nanos()) & (to.nanos() ^ difference)) < 0;
        if (overflows) {
            return to.isAfter(from) ? Long.MAX_VALUE : Long.MIN_VALUE;
        }
        return difference;
    }
}
