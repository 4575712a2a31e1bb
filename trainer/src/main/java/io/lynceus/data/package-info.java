/**
 * Samples for training and evaluation, out of the same datasets, street and rasters that serving uses: before
 * augmentation, what the network sees in training is, byte for byte, what it would see in the node at that size.
 *
 * <p>Reading order: {@link io.lynceus.data.Sample}, {@link io.lynceus.data.SampleSource}, {@link io.lynceus.data.RecordedSamples},
 * {@link io.lynceus.data.Augmentation}, {@link io.lynceus.data.ModalitySubsets}, {@link io.lynceus.data.SubsetDraw}, {@link io.lynceus.data.Loader},
 * {@link io.lynceus.data.SampleBatch}.
 *
 * <p>Threads: sources and augmentations may be used from many threads; a sample is a pure function of its index and seed, so
 * that the order of threads changes nothing. Native memory: only {@link io.lynceus.data.SampleBatch} makes tensors.
 */
@NullMarked
package io.lynceus.data;

import org.jspecify.annotations.NullMarked;
