package io.lynceus.raster.message;

/** The high part of an event camera's time, which starts again from zero when its bits are used up. */
final class WrappingTime {
    private final long range;
    private long base;
    private long last = -1;

    WrappingTime(int bits) {
        this.range = 1L << bits;
    }

    /** Takes the next high part; a fall by more than half the range is a wrap. Returns true if the time changed. */
    boolean set(int high) {
        if (known() && last - high > range / 2) {
            base += range;
        }
        boolean changed = high != last;
        last = high;
        return changed;
    }

    boolean known() {
        return last >= 0;
    }

    long high() {
        return base + last;
    }
}
