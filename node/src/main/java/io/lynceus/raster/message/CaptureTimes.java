package io.lynceus.raster.message;

import io.lynceus.wire.Stamp;
import java.util.Optional;

/** Stamps as messages carry them. */
final class CaptureTimes {
    /** In the year 2128: with later stamps, and those before 1970, a difference could leave the range of nanoseconds. */
    private static final long LATEST_NANOS = 5_000_000_000_000_000_000L;

    private CaptureTimes() {}

    /**
     * Empty for zero, which is how an unset stamp looks.
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
