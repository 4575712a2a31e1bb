/**
 * Hiera, the backbone of SAM 2. {@link io.lynceus.nn.hiera.Hiera} is the entry, {@link io.lynceus.nn.hiera.HieraConfig} has its sizes.
 *
 * <p>Threads: blocks are immutable.
 */
@NullMarked
package io.lynceus.nn.hiera;

import org.jspecify.annotations.NullMarked;
