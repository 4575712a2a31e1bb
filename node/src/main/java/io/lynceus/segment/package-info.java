/**
 * Runs the fused segmenter: the model contract, ONNX Runtime sessions, execution providers, and the batcher that all stream
 * threads share.
 *
 * <p>A model is one ONNX file that describes itself (metadata entry {@code lynceus.model}). Calls are ragged: only frames that
 * are really there are encoded, so the cost falls with every dead sensor.
 *
 * <p>Reading order: {@link io.lynceus.segment.ModelCard}, {@link io.lynceus.segment.Segmenter},
 * {@link io.lynceus.segment.Network}, {@link io.lynceus.segment.Batcher}, {@link io.lynceus.segment.Mask}.
 *
 * <p>Threads: a {@link io.lynceus.segment.Segmenter} belongs to one thread; the {@link io.lynceus.segment.Batcher} owns one
 * and may be called from any. Native memory: every tensor, session and option object is closed by the type that made it and
 * counted by {@link io.lynceus.segment.NativeObjects}.
 */
@NullMarked
package io.lynceus.segment;

import org.jspecify.annotations.NullMarked;
