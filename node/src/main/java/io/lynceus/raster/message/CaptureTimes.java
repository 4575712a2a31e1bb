package io.lynceus.raster.message;

import io.lynceus.wire.Stamp;
import java.util.Optional;

/** Reads stamps from the numbers in messages. */
final class CaptureTimes {
    /** A time in the year 2128. With later stamps, or stamps before 1970, a difference could exceed the range of nanoseconds. */
    private static final long LATEST_NANOS = 5_000_000_000_000_000_000L;

    private CaptureTimes() {}

    /**
     * Returns the stamp; empty for zero, which is the value of an unset stamp.
     *
     * @param nanos since the epoch
     */
    static Optional<Stamp> of(long nanos) throws MalformedException {
        if (nanos < 0 || nanos > LATEST_NANOS) {
            throw new MalformedException("stamp " + new Stamp(nanos)
                    + " is no capture time, allowed are the years 1970 to" + " 2128; fix the publisher's clock");
        }
        return nanos == 0 ? Optional.empty() : Optional.of(new Stamp(nanos));
    }
}
