package io.lynceus.street.sensor;

/**
 * The events of one window of an event camera: the columns have one entry for each event, ascending in time.
 *
 * <p>The arrays are not copied.
 */
public final class StreetEvents {
    private final long baseNanos;
    private final short[] x;
    private final short[] y;
    private final int[] t;
    private final byte[] polarity;

    StreetEvents(long baseNanos, short[] x, short[] y, int[] t, byte[] polarity) {
        this.baseNanos = baseNanos;
        this.x = x;
        this.y = y;
        this.t = t;
        this.polarity = polarity;
    }

    public int count() {
        return t.length;
    }

    /** Returns the start of the window, nanoseconds of the scene. */
    public long baseNanos() {
        return baseNanos;
    }

    /** Returns the pixel columns: uint16 [n]. */
    public short[] x() {
        return x;
    }

    /** Returns the pixel rows: uint16 [n]. */
    public short[] y() {
        return y;
    }

    /** Returns the nanoseconds since {@link #baseNanos}: uint32 [n]. */
    public int[] t() {
        return t;
    }

    /** Returns the polarities, 1 brighter, 0 darker: uint8 [n]. */
    public byte[] polarity() {
        return polarity;
    }
}
