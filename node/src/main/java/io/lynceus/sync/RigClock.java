package io.lynceus.sync;

import io.lynceus.wire.Stamp;

/**
 * Tells what time it is for one rig.
 *
 * <p>Pure: the wall clock's time is given. Thread safety: one thread.
 */
public sealed interface RigClock permits InputTime, StreamTime {
    /**
     * Takes note of a frame.
     *
     * @param captured its capture time on the time base that all sensors share
     * @param wall the wall clock when the frame came
     */
    void arrived(Stamp captured, Stamp wall);

    /** Takes a look at the wall clock. */
    void look(Stamp wall);

    /** Returns the time by which ages are measured, as of the last look. */
    Stamp present();

    /** Returns the time by which sensors are waited for, as of the last look. */
    Stamp input();
}
