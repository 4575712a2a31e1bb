/**
 * MCubeS: colour, polarisation and near-infrared images with material labels. Source:
 * kyotovision-public/multimodal-material-segmentation.
 *
 * <p>Reading order: {@link io.lynceus.dataset.mcubes.MCubeSDataset}, {@link io.lynceus.dataset.mcubes.MCubeS}, {@code MCubeSImages},
 * {@code NpyFile}.
 *
 * <p>Threads: see {@link io.lynceus.dataset.sample}.
 */
@NullMarked
package io.lynceus.dataset.mcubes;

import org.jspecify.annotations.NullMarked;
