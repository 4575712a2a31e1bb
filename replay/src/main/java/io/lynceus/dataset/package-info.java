/**
 * Recordings: what was measured, by which sensor, when, and what stands in each pixel.
 *
 * <p>A {@link io.lynceus.dataset.Recording} gives its frames lazily, ordered by capture time over all channels; a frame's
 * value is the bare protobuf message that goes onto the sensor's topic. Everything that can be replayed hides behind that
 * type: the simulated street, folders of a dataset, files of a recorder.
 *
 * <p>Reading order: {@link io.lynceus.dataset.Recording}, {@link io.lynceus.dataset.Channel},
 * {@link io.lynceus.dataset.Frame}, {@link io.lynceus.dataset.Latched}, {@link io.lynceus.dataset.Labels},
 * {@link io.lynceus.dataset.ClassList}, {@link io.lynceus.dataset.TimeOrder}, and the readers that stand on them.
 *
 * <p>Threads: values are immutable, their byte arrays by agreement; a recording belongs to one thread unless it says
 * otherwise. Units: capture times in nanoseconds since the Unix epoch.
 */
@NullMarked
package io.lynceus.dataset;

import org.jspecify.annotations.NullMarked;
