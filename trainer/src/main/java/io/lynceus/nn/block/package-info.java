/**
 * Blocks that systems and backbones share: linear maps, convolutions, normalisations, heads.
 *
 * <p>Threads: blocks are immutable.
 */
@NullMarked
package io.lynceus.nn.block;

import org.jspecify.annotations.NullMarked;
