package io.lynceus.health;

import io.lynceus.wire.Stamp;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One sensor's health as a value.
 *
 * @param lastContent hash of the last frame's content, to notice that the next one repeats it; empty before the first
 */
public record SensorSnapshot(Machine machine, OptionalLong lastContent, Quality quality) {
    /**
     * The state machine.
     *
     * @param reason empty if the state is OK
     * @param trust how the sensor comes back after it was not used
     * @param quality how it comes back after it was degraded
     */
    public record Machine(
            SensorState state,
            String reason,
            Cause cause,
            Times times,
            Streaks streaks,
            Recovery trust,
            Recovery quality) {}

    /**
     * @param watched false before time has passed for the first time
     * @param clock capture time that was reached
     * @param lastFrame when the last frame counts as arrived
     * @param lastStamp stamp of the last frame
     */
    public record Times(boolean watched, Stamp clock, Stamp lastFrame, Stamp lastStamp) {}

    /** How many frames in a row are good, not bad, not good, and bad. */
    public record Streaks(int good, int usable, int poorOrWorse, int bad) {}

    /** @param lastRise when the state got better for the last time */
    public record Recovery(Optional<Stamp> lastRise, int relapses) {}

    /**
     * What the network said of the frames.
     *
     * @param seen the last quality, 0 to 1
     */
    public record Quality(boolean poor, double seen) {}
}
