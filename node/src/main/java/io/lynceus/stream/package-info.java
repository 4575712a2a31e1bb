/**
 * The Kafka Streams topology: sensor topics in; masks, health and dead letters out.
 *
 * <pre>
 * sensor topics ─▶ {@link io.lynceus.stream.FrameProcessor} ─▶ lynceus.masks, lynceus.health, lynceus.dead-letters
 *                     │  │  │
 *                     │  │  └ store "pending-frames": references (topic-partition@offset) of frames in no set yet
 *                     │  └ decode pool: payload to raster, as soon as a record arrives
 *                     └ Synchronizer ─▶ RigPipeline: health, gate, batcher, message
 * lynceus.calibration, lynceus.transforms ─▶ global store, for the projection of point clouds
 *
 * in complete mode, the sensors' topics are read in step: ReadOrder
 * </pre>
 *
 * <p>Images never enter the changelog: the store holds references, payloads stay on the heap, and after a restart they are read
 * again from the input topics.
 *
 * <p>Reading order: {@link io.lynceus.stream.RigConfig}, {@link io.lynceus.stream.Node},
 * {@link io.lynceus.stream.NodeTopology}, {@link io.lynceus.stream.FrameProcessor}, {@link io.lynceus.stream.RigPipeline}, {@link io.lynceus.stream.SetSegmenter}; {@code Watch} and {@code
 * StatusReporter} for how the node itself fares.
 *
 * <p>Threads: a processor and all it owns belong to one stream thread; decoding runs on a pool; the batcher is shared. Units:
 * capture time in nanoseconds, {@link io.lynceus.wire.Stamp}.
 */
@NullMarked
package io.lynceus.stream;

import org.jspecify.annotations.NullMarked;
