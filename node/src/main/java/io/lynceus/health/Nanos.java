package io.lynceus.health;

import io.lynceus.wire.Stamp;

/** Computes differences of stamps that may be wrong. */
final class Nanos {
    private Nanos() {}

    /** Returns the nanoseconds from one stamp to another; the end of the range instead of an overflow. */
    static long between(Stamp from, Stamp to) {
        long difference = to.nanos() - from.nanos();
        boolean overflows = ((to.nanos() ^ from.nanos()) & (to.nanos() ^ difference)) < 0;
        if (overflows) {
            return to.isAfter(from) ? Long.MAX_VALUE : Long.MIN_VALUE;
        }
        return difference;
    }
}
