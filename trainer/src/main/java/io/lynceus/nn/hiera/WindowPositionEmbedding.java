package io.lynceus.nn.hiera;

import io.lynceus.nn.Block;
import io.lynceus.nn.Grid;
import io.lynceus.nn.Initialiser;
import io.lynceus.nn.Interpolation;
import io.lynceus.nn.Ops;
import io.lynceus.nn.ParameterList;
import java.util.Collections;

/**
 * Hiera's additive position: a small background map resized to the grid (bicubic) plus one window's map, tiled. Keys:
 * {@code pos_embed} [1, width, background, background], {@code pos_embed_window} [1, width, 8, 8].
 *
 * @param name key prefix with its final dot
 * @param window side of the tile; the grid must be a multiple of it
 */
public record WindowPositionEmbedding(String name, int width, int background, int window) implements Block {
    @Override
    public void declare(ParameterList parameters) {
        Initialiser small = Initialiser.truncatedNormal(0.02);
        parameters.add(name + "pos_embed", small, 1, width, background, background);
        parameters.add(name + "pos_embed_window", small, 1, width, window, window);
    }

    /** Returns [1, height, width, channels], to be added to the tokens. */
    public <V> V forward(Ops<V> ops, Grid grid) {
        Grid tiles = grid.coarser(window);
        V tile = ops.parameter(name + "pos_embed_window");
        V row = ops.concat(3, Collections.nCopies(tiles.width(), tile)); // [1, C, 8, W]
        V tiled = ops.concat(2, Collections.nCopies(tiles.height(), row)); // [1, C, H, W]
        V smooth = ops.interpolate(
                ops.parameter(name + "pos_embed"), new Grid(background, background), grid, Interpolation.BICUBIC);
        return ops.permute(ops.add(smooth, tiled), 0, 2, 3, 1);
    }
}
