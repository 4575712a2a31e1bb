/**
 * Weights on disk: safetensors, read and written. Nothing in a file is ever executed, and no
 * size that a file states is believed before it is checked against the file.
 *
 * <p>Reading order: {@link io.lynceus.checkpoint.Checkpoint} (named tensors),
 * {@link io.lynceus.checkpoint.TensorData}, {@link io.lynceus.checkpoint.KeyReport} (what fits a network and what does not),
 * {@link io.lynceus.checkpoint.Safetensors}.
 *
 * <p>Threads: everything here is immutable or stateless. Units: sizes and offsets in bytes, little-endian.
 */
@NullMarked
package io.lynceus.checkpoint;

import org.jspecify.annotations.NullMarked;
