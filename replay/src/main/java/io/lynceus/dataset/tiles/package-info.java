/**
 * Tiles: a few large aligned images of a ground seen from above, such as those of Vaihingen and Potsdam, which are played and judged
 * window by window.
 *
 * <p>A YAML file describes them ({@link io.lynceus.dataset.tiles.TileDescription}). Every pixel of a tile counts in one window only, the
 * one whose centre is nearest: what is judged window by window is what a mask of the whole tile would be judged by.
 *
 * <p>Reading order: {@link io.lynceus.dataset.tiles.TilesDataset}, {@link io.lynceus.dataset.tiles.TileSet}, {@link
 * io.lynceus.dataset.tiles.Tile}, {@link io.lynceus.dataset.tiles.WindowGrid}.
 *
 * <p>Threads: a tile may be read from several threads. Units: pixels.
 */
@NullMarked
package io.lynceus.dataset.tiles;

import org.jspecify.annotations.NullMarked;
