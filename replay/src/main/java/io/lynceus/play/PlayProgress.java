package io.lynceus.play;

import java.time.Duration;
import java.util.Optional;

/**
 * How far a player is.
 *
 * @param played recorded time played so far
 * @param total recorded time that will be played, if it ends by itself
 * @param sent frames sent, all sensors
 */
public record PlayProgress(Duration played, Optional<Duration> total, long sent) {}
