/**
 * KITTI raw: drives with a camera and a LiDAR, without labels. Source: Geiger et al., "Vision meets Robotics: The KITTI Dataset"
 * (IJRR 2013).
 *
 * <p>Reading order: {@link io.lynceus.dataset.kitti.KittiDataset}, {@link io.lynceus.dataset.kitti.KittiRaw}, {@code KittiStream},
 * {@code KittiCalibration}.
 *
 * <p>Threads: a recording belongs to one thread. Units: metres, nanoseconds since the Unix epoch.
 */
@NullMarked
package io.lynceus.dataset.kitti;

import org.jspecify.annotations.NullMarked;
