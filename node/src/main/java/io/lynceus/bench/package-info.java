/**
 * Measurements as ratios: two programs take turns on the same work, so that other load on the machine affects both.
 *
 * <p>Reading order: {@link io.lynceus.bench.Rounds}; the node ({@link io.lynceus.bench.NodeRun}, held between turns by {@link
 * io.lynceus.bench.SteppedSegmenter}) against a plain loop ({@link io.lynceus.bench.BareLoop}); {@link
 * io.lynceus.bench.ReadingBench} for decoding; {@link io.lynceus.bench.OpenPages} with {@link io.lynceus.bench.LiveWindows} for
 * the cost of open pages; {@link io.lynceus.bench.MemoryTrend} for the soak; {@link io.lynceus.bench.Limits} for promises of time.
 *
 * <p>Units: sets per second, milliseconds, bytes; medians where a figure is one of many.
 */
@NullMarked
package io.lynceus.bench;

import org.jspecify.annotations.NullMarked;
