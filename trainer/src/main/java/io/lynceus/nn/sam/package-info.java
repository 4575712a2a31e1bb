/**
 * The image encoder of SAM: a vision transformer with windows and relative positions.
 * {@link io.lynceus.nn.sam.SamVit} is the entry, {@link io.lynceus.nn.sam.SamSize} has its sizes.
 *
 * <p>Threads: blocks are immutable.
 */
@NullMarked
package io.lynceus.nn.sam;

import org.jspecify.annotations.NullMarked;
