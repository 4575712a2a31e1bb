package io.lynceus.health;

import io.lynceus.wire.Stamp;

/**
 * A change of a sensor's state.
 *
 * @param stamp capture time at which it changed
 * @param reason in words, with the value seen and the value allowed
 * @param cause the same for programs
 */
public record Transition(String sensor, SensorState from, SensorState to, Stamp stamp, String reason, Cause cause) {}
