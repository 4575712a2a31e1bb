package io.lynceus.nn;

import java.util.List;

/**
 * An image encoder that makes a pyramid, or several maps of one size, from each frame. It has an {@link
 * io.lynceus.nn.adapter.Adapter}. Sizes are records or enums with the authors' names and a {@code nano} for tests and training on a
 * processor.
 */
public interface Backbone extends Block {
    /** Returns the channels of each map of {@link #forward}. */
    List<Integer> channels();

    /** Returns the grid of each map of {@link #forward} for an image of that size, which the backbone's patches must divide. */
    List<Grid> grids(Grid image);

    /**
     * Computes the output of each stage (or tap), first stage first: [N, h, w, C].
     *
     * @param pixels [N, 3, H, W], normalised
     * @param image H and W
     * @param frames modality and set of each frame; only adapters use it
     */
    <V> List<V> forward(Ops<V> ops, V pixels, Grid image, Ragged<V> frames);
}
