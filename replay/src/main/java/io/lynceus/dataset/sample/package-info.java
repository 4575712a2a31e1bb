/**
 * Recordings of datasets that consist of labelled samples.
 *
 * <p>A {@code SampleRecording} has one frame of each sensor for each sample, at a steady rate where capture times are unknown or
 * days apart. Frames carry the id of their sample, by which masks are joined to labels. Such a recording also gives single frames
 * by index, from any thread, because training reads in an order of its own.
 *
 * <p>Reading order: {@link io.lynceus.dataset.sample.SampleRecording}, {@link io.lynceus.dataset.sample.SampleSensor}, {@link
 * io.lynceus.dataset.sample.SampleTimes}, {@link io.lynceus.dataset.sample.SampleLabels}, {@link
 * io.lynceus.dataset.sample.LabelImages}, {@link io.lynceus.dataset.sample.Expected}.
 *
 * <p>Threads: everything here is safe for several threads, except for the iterators of a recording.
 */
@NullMarked
package io.lynceus.dataset.sample;

import org.jspecify.annotations.NullMarked;
