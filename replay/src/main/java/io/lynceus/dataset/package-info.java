/**
 * Recordings: what was measured, by which sensor, when, and what stands in each pixel.
 *
 * <p>A {@link io.lynceus.dataset.Recording} gives its frames lazily, ordered by capture time over all channels; a frame's
 * value is the bare protobuf message that goes onto the sensor's topic. Everything that can be replayed hides behind that
 * type: the simulated street, folders of a dataset, files of a recorder.
 *
 * <p>A drive (KITTI raw) is a stream of frames at their own times. A dataset of samples (DELIVER, MUSES, MCubeS, folders of
 * images) is a {@code SampleRecording}: one frame of each sensor for each labelled sample, at a steady rate where the capture
 * times are unknown or days apart; frames carry the sample's id, by which masks find their labels. Such a recording also gives
 * single frames by index, from any thread: training reads in an order of its own.
 *
 * <p>Reading order: {@link io.lynceus.dataset.Recording}, {@link io.lynceus.dataset.Channel}, {@link io.lynceus.dataset.Frame},
 * {@link io.lynceus.dataset.Latched}, {@link io.lynceus.dataset.Labels}, {@link io.lynceus.dataset.ClassList},
 * {@link io.lynceus.dataset.TimeOrder}, {@code SampleRecording}, {@code SampleReader}, and the readers that stand on them:
 * {@link io.lynceus.dataset.KittiRaw}, {@link io.lynceus.dataset.Deliver}, {@link io.lynceus.dataset.Muses},
 * {@link io.lynceus.dataset.MCubeS}, {@link io.lynceus.dataset.LabelledFolders}.
 *
 * <p>Threads: values are immutable, their byte arrays by agreement; a recording belongs to one thread unless it says
 * otherwise. Units: capture times in nanoseconds since the Unix epoch.
 */
@NullMarked
package io.lynceus.dataset;

import org.jspecify.annotations.NullMarked;
