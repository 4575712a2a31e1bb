/**
 * MUSES: camera, LiDAR, radar, events and GNSS of real drives in bad weather. Source: timbroed/MUSES.
 *
 * <p>Reading order: {@link io.lynceus.dataset.muses.MusesDataset}, {@link io.lynceus.dataset.muses.Muses}, {@code MusesScene},
 * {@code MusesSensors}, {@code MusesCalibration}; then a class for each file format: {@code MusesLidar}, {@code MusesRadar}, {@code
 * EventColumns}, {@code MusesGnss}; and {@code MusesProjection} for the images that the SDK makes.
 *
 * <p>Threads: see {@link io.lynceus.dataset.sample}. Units: metres, seconds since the Unix epoch in the files.
 */
@NullMarked
package io.lynceus.dataset.muses;

import org.jspecify.annotations.NullMarked;
