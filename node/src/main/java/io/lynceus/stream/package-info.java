/**
 * The way of a frame: from a sensor's record to a mask. The package knows nothing of Kafka; {@code io.lynceus.stream.kafka} brings
 * records in and sends results out, {@link io.lynceus.stream.message} writes the results, {@link io.lynceus.rig} says what the rig
 * file wants.
 *
 * <pre>
 * record ─▶ {@link io.lynceus.stream.RigPipeline#arrive}: FrameRef + SentValue
 *            ├─▶ decode pool: payload to raster, as soon as the frame arrives          FrameDecoder, WaitingFrame
 *            └─▶ matcher: references only                                            sync.Synchronizer
 * set    ◀── frames of one moment
 *            ├─▶ backlog: whose turn is it?                                          Leaving, Backlog
 *            ├─▶ health monitor: content of each frame                               HealthFeed, health
 *            ├─▶ gate, batcher, network                                              SetSegmentation, segment
 *            └─▶ message                                                             message.SetMessages
 * second masks, on request, for people who compare                                Comparisons
 * </pre>
 *
 * <p>Reading order: {@link io.lynceus.rig.RigConfig}, {@link io.lynceus.stream.Regime}, {@link
 * io.lynceus.stream.RigPipeline}, {@code Leaving}, {@code Backlog}, {@code WaitingFrame}, {@link
 * io.lynceus.stream.FrameDecoder}, {@code SetSegmentation}; {@link io.lynceus.stream.Tally} for the accounts of frames and sets,
 * {@link io.lynceus.stream.Punctuality} for whether masks come in time.
 *
 * <p>Threads: a pipeline belongs to one stream thread; decoding runs on a pool; the batcher is shared. Units: capture time in
 * nanoseconds, {@link io.lynceus.wire.Stamp}.
 */
@NullMarked
package io.lynceus.stream;

import org.jspecify.annotations.NullMarked;
