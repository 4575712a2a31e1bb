/**
 * The four sensors of the simulated street: camera, depth camera, LiDAR and event camera, with their noise and losses.
 *
 * <p>Reading order: {@link io.lynceus.street.sensor.ColourSensor}, {@link io.lynceus.street.sensor.DepthSensor}, {@link
 * io.lynceus.street.sensor.LidarSensor}, {@link io.lynceus.street.sensor.EventSensor}.
 *
 * <p>Threads: each object belongs to one thread. Units: metres, nanoseconds.
 */
@NullMarked
package io.lynceus.street.sensor;

import org.jspecify.annotations.NullMarked;
