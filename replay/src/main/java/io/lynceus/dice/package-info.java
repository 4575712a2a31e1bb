/**
 * Seeded random numbers for everything that must be reproducible: the simulated street, faults.
 *
 * <p>{@link io.lynceus.dice.Dice} is the only type.
 *
 * <p>Threads: stateless.
 */
@NullMarked
package io.lynceus.dice;

import org.jspecify.annotations.NullMarked;
