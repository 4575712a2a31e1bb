/**
 * The parts that Keep the Balance (CVPR 2025) adds to a frozen backbone of two modalities: prompts and adapters inside it
 * ({@link io.lynceus.nn.balance.Mapa}), and the fusion of its outputs at sampled points
 * ({@link io.lynceus.nn.balance.DeformableFusion}).
 *
 * <p>Threads: everything here is immutable.
 */
@NullMarked
package io.lynceus.nn.balance;

import org.jspecify.annotations.NullMarked;
