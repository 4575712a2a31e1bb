package io.lynceus.nn.adapter;

import io.lynceus.nn.block.Conv;
import io.lynceus.nn.block.Linear;

/**
 * A place in a backbone where an adapter can act.
 *
 * @param kind what is there
 * @param name key prefix of what is there, such as {@code image_encoder.trunk.blocks.3} for a block
 * @param stage number of the stage, from 0
 * @param block number of the block over all stages, from 0; of a stage, that of its first block; 0 for the patches
 * @param in channels that come in
 * @param out channels that go out
 */
public record Place(Kind kind, String name, int stage, int block, int in, int out) {
    /** The kinds of places, in the order in which a frame passes them. */
    public enum Kind {
        /** The patch embedding. */
        PATCHES,
        /** The way into a stage and out of it. */
        STAGE,
        /** The projection to queries, keys and values, {@code out} = 3 × channels: rows of queries first, then keys, values. */
        QKV,
        /** The projection behind the attention. */
        PROJECTION,
        /** The first linear map of the perceptron. */
        HIDDEN,
        /** The second linear map of the perceptron. */
        OUTPUT,
        /** A block as a whole: its two residual sums, and its end. */
        BLOCK
    }

    /** Returns the place of a backbone's patch embedding. */
    public static Place patches(Conv patches) {
        return new Place(Kind.PATCHES, patches.name(), 0, 0, patches.in(), patches.out());
    }

    /** Returns the place of a linear map inside this block. */
    public Place inner(Kind kind, Linear map) {
        return new Place(kind, map.name(), stage, block, map.in(), map.out());
    }

    /** Returns the key of a neighbour: the last segment of this place's name replaced. */
    public String beside(String segment) {
        return name.substring(0, name.lastIndexOf('.') + 1) + segment;
    }
}
