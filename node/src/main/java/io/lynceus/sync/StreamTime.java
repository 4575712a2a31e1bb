package io.lynceus.sync;

import io.lynceus.wire.Stamp;

/** The newest capture time so far. It follows the stream's own progress, so that a replay's rate changes nothing. */
public final class StreamTime implements RigClock {
    private Stamp newest = Stamp.EPOCH;

    @Override
    public void arrived(Stamp captured, Stamp wall) {
        newest = captured.isAfter(newest) ? captured : newest;
    }

    @Override
    public void look(Stamp wall) {
        // the wall clock does not count
    }

    @Override
    public Stamp present() {
        return newest;
    }

    @Override
    public Stamp input() {
        return newest;
    }
}
