package io.lynceus.network;

import io.lynceus.nn.Grid;
import io.lynceus.nn.Ragged;

/**
 * Frames of one or more sets, only those that are present: N frames in B sets.
 *
 * @param pixels float32 [N, 3, H, W], normalised with the mean and deviation of each frame's modality
 * @param frames modality and set of each frame
 * @param image H and W, multiples of 32
 */
public record Batch<V>(V pixels, Ragged<V> frames, Grid image) {
    public Batch {
        if (image.height() % 32 != 0 || image.width() % 32 != 0) {
            throw new IllegalArgumentException("a batch of " + image.height() + " x " + image.width()
                    + " pixels: both sides must be multiples of 32");
        }
    }
}
