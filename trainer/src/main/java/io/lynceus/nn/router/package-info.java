/**
 * Learned weights of the frames of a set (MLE-SAM). {@link io.lynceus.nn.router.ModalityRouter} is the entry.
 *
 * <p>Threads: blocks are immutable. Units: weights lie in 0..1.
 */
@NullMarked
package io.lynceus.nn.router;

import org.jspecify.annotations.NullMarked;
