package io.lynceus.sync;

import io.lynceus.wire.Stamp;
import java.time.Duration;

/**
 * Tells what time it is for one rig.
 *
 * <p>Pure: the wall clock's time is given. Thread safety: one thread.
 */
public sealed interface RigClock {
    /**
     * Takes note of a frame.
     *
     * @param captured its capture time on the time base that all sensors share
     */
    void arrived(Stamp captured, Stamp wall);

    /** Takes a look at the wall clock. */
    void look(Stamp wall);

    /** Returns the time by which ages are measured, as of the last look. */
    Stamp present();

    /** Returns the time by which sensors are waited for, as of the last look. */
    Stamp input();

    /**
     * Returns a clock that goes by the wall.
     *
     * @param allowance as {@link InputTime#InputTime} takes it
     */
    static RigClock live(Duration allowance) {
        return new Wall(new InputTime(allowance));
    }

    /** Returns a clock that goes by the stream's own progress, so that a replay's rate changes nothing. */
    static RigClock complete() {
        return new Stream();
    }

    /** Goes by the wall; its input is behind where the node is. */
    final class Wall implements RigClock {
        private final InputTime inputTime;
        private Stamp present = Stamp.EPOCH;
        private Stamp input = Stamp.EPOCH;

        private Wall(InputTime inputTime) {
            this.inputTime = inputTime;
        }

        @Override
        public void arrived(Stamp captured, Stamp wall) {
            inputTime.arrived(captured, wall);
        }

        @Override
        public void look(Stamp wall) {
            present = wall;
            input = inputTime.at(wall);
        }

        @Override
        public Stamp present() {
            return present;
        }

        @Override
        public Stamp input() {
            return input;
        }
    }

    /** Goes by the newest capture time so far. */
    final class Stream implements RigClock {
        private Stamp newest = Stamp.EPOCH;

        @Override
        public void arrived(Stamp captured, Stamp wall) {
            newest = captured.isAfter(newest) ? captured : newest;
        }

        @Override
        public void look(Stamp wall) {
            // the wall does not count
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
}
