/**
 * The Mix Transformer (MiT, the encoder of SegFormer, arXiv 2105.15203): four stages of overlapping patches and blocks whose
 * attention looks at a reduced map, so that no positions are needed.
 *
 * <p>Reading order: {@link io.lynceus.nn.mit.Mit}, {@link io.lynceus.nn.mit.MitSize},
 * {@link io.lynceus.nn.mit.ReducedAttention}.
 *
 * <p>Threads: everything here is immutable.
 */
@NullMarked
package io.lynceus.nn.mit;

import org.jspecify.annotations.NullMarked;
