/**
 * The geometry of the simulated street: a plan, blocks of houses and furniture, traffic, and the vehicle that drives through.
 *
 * <p>A scene is a list of convex solids over a ground plane. The same seed gives the same street at any time and in any weather.
 *
 * <p>Reading order: {@link io.lynceus.street.scene.StreetScene}, {@link io.lynceus.street.scene.StreetPlan}, {@code CityBlock},
 * {@code Traffic}, {@link io.lynceus.street.scene.EgoMotion}, {@link io.lynceus.street.scene.Solid}, {@link
 * io.lynceus.street.scene.Weather}.
 *
 * <p>Threads: a scene belongs to one thread. Units: metres, radians, nanoseconds since the drive began.
 */
@NullMarked
package io.lynceus.street.scene;

import org.jspecify.annotations.NullMarked;
