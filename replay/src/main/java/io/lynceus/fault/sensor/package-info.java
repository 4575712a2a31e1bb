/**
 * Ways in which a sensor or its connection fails: noise, dead beams, blur, lost, late, frozen and corrupt frames.
 *
 * <p>Each fault is a record of its parameters; {@code Catalogue} in {@link io.lynceus.fault} gives them their names.
 *
 * <p>Threads: faults are immutable. Units: radians, metres, samples of 0 to full scale.
 */
@NullMarked
package io.lynceus.fault.sensor;

import org.jspecify.annotations.NullMarked;
