/**
 * Weights on disk: safetensors (read and written) and PyTorch's zip files (read). Nothing in a file is ever executed, and every
 * size that a file states is checked against the file before it is used.
 *
 * <p>Reading order: {@link io.lynceus.checkpoint.Checkpoint} (named tensors from a file of either format), {@link
 * io.lynceus.checkpoint.TensorData}, {@link io.lynceus.checkpoint.KeyReport} (what fits a network and what does not), {@link
 * io.lynceus.checkpoint.Sam2Weights} (SAM 2's weights for other classes), {@link io.lynceus.checkpoint.Safetensors}.
 *
 * <p>Threads: everything here is immutable or stateless. Units: sizes and offsets in bytes, little-endian.
 */
@NullMarked
package io.lynceus.checkpoint;

import org.jspecify.annotations.NullMarked;
