/**
 * The rays of sensors and their hits, materials, lighting, and the air of each weather.
 *
 * <p>A solid is intersected only with the rays of the rectangle that it covers, nearest solid first.
 *
 * <p>Reading order: {@link io.lynceus.street.render.Rays}, {@link io.lynceus.street.render.RayCast}, {@link
 * io.lynceus.street.render.Shader}, {@link io.lynceus.street.render.Lighting}, {@code Textures}, {@link
 * io.lynceus.street.render.Climate}.
 *
 * <p>Threads: each object belongs to one thread. Units: metres, linear relative radiance.
 */
@NullMarked
package io.lynceus.street.render;

import org.jspecify.annotations.NullMarked;
