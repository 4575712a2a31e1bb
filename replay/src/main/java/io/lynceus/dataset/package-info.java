/**
 * Recordings: the frames of sensors with their capture times, and the class of each pixel.
 *
 * <p>A {@link io.lynceus.dataset.Recording} yields its frames lazily, ordered by capture time over all channels. The value of a
 * frame is the bare protobuf message that is sent to the sensor's topic. The simulated street, the datasets and the files of a
 * recorder all implement this type.
 *
 * <p>A {@link io.lynceus.dataset.Dataset} describes a published dataset: its name, its options, its classes, its scoring rules, and
 * how it is opened. Each dataset has a package of its own, and {@link io.lynceus.dataset.catalogue.Datasets} lists them:
 *
 * <pre>
 *   catalogue   the list of all datasets
 *   deliver  muses  mcubes  kitti  folders  tiles   one package for each dataset
 *   sample      recordings that consist of labelled samples
 *   message     protobuf messages made from images, points and calibrations
 * </pre>
 *
 * <p>Reading order: {@link io.lynceus.dataset.Recording}, {@link io.lynceus.dataset.Channel}, {@link
 * io.lynceus.dataset.RecordedFrame}, {@link io.lynceus.dataset.Latched}, {@link io.lynceus.dataset.RecordedSample}, {@link
 * io.lynceus.dataset.Labels}, {@link io.lynceus.dataset.ClassList}, {@link io.lynceus.dataset.TimeOrder}, {@link
 * io.lynceus.dataset.Dataset}.
 *
 * <p>Threads: values are immutable, and their byte arrays are never changed; a recording belongs to one thread unless it says
 * otherwise. Units: capture times are nanoseconds since the Unix epoch.
 */
@NullMarked
package io.lynceus.dataset;

import org.jspecify.annotations.NullMarked;
