/**
 * DINOv2, a plain vision transformer. {@link io.lynceus.nn.dino.DinoVit} is the entry, {@link io.lynceus.nn.dino.DinoSize} has
 * its sizes.
 *
 * <p>Threads: blocks are immutable.
 */
@NullMarked
package io.lynceus.nn.dino;

import org.jspecify.annotations.NullMarked;
