/**
 * The simulated street: one scene, seen by RGB, depth, LiDAR and event sensors that agree with each other and with the label, in
 * five weathers. It has no end, and depends on a seed only.
 *
 * <p>The scene is made of convex solids over a ground plane. Each sensor is a grid of rays; a solid is intersected only with the
 * rays of the rectangle it covers, nearest solid first. The hits give depth, range and label at once; shading them gives radiance,
 * and radiance gives the picture and, by its changes, the events. The weather acts on light, air and exposure, from which every
 * sensor's losses and noise follow.
 *
 * <p>Frames: world and vehicle x forward, y left, z up; camera x right, y down, z forward; LiDAR as the vehicle. Classes are those
 * of {@link io.lynceus.dataset.deliver.DeliverDataset#CLASSES}.
 *
 * <p>Reading order: {@link io.lynceus.street.scene.StreetScene} (over {@code StreetPlan}, {@code CityBlock}, {@code Traffic},
 * {@code EgoMotion}), {@link io.lynceus.street.StreetRenderer} (over {@code Rays}, {@code RayCast}, {@code Shader} and the four
 * sensors), {@link io.lynceus.street.StreetSample}, {@link io.lynceus.street.StreetCalibration}, {@link
 * io.lynceus.street.scene.Weather}.
 *
 * <p>Threads: a scene and a renderer belong to one thread; make one for each. Units: metres, radians, nanoseconds since the drive
 * began, linear relative radiance.
 */
@NullMarked
package io.lynceus.street;

import org.jspecify.annotations.NullMarked;
