/**
 * Seeded randomness for everything that must come out the same again: the simulated street, faults.
 *
 * <p>{@link io.lynceus.dice.Dice} is all there is.
 *
 * <p>Threads: stateless.
 */
@NullMarked
package io.lynceus.dice;

import org.jspecify.annotations.NullMarked;
