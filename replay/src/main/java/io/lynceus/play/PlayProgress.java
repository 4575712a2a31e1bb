package io.lynceus.play;

import java.time.Duration;
import java.util.Optional;

/**
 * The progress of a player.
 *
 * @param played recorded time played so far
 * @param total recorded time that will be played; empty for an endless recording
 * @param sent frames sent, all sensors
 */
public record PlayProgress(Duration played, Optional<Duration> total, long sent) {}
