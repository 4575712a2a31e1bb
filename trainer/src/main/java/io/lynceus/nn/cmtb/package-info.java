/**
 * EQUISeg's cross-modal transformer block (CMTB, arXiv 2509.24505): the exchange of a modality with the others of its set, stage by
 * stage.
 *
 * <p>Reading order: {@link io.lynceus.nn.cmtb.Cmtb} (the block, as an adapter of a backbone), {@code SelfQueryHub} (many modalities
 * to one map), {@code PoolingMixer}.
 *
 * <p>Threads: everything here is immutable.
 */
@NullMarked
package io.lynceus.nn.cmtb;

import org.jspecify.annotations.NullMarked;
