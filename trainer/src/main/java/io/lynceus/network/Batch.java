package io.lynceus.network;

/**
 * Frames of one or more sets, only those that are really there: N frames in B sets.
 *
 * @param frames float32 [N, 3, height, width], normalised with the mean and deviation of each frame's modality
 * @param modality int64 [N], index into the network's modalities
 * @param membership float32 [B, N], 1 where frame n belongs to set b, 0 elsewhere; each set has at least one frame
 * @param height pixels, a multiple of 32
 * @param width pixels, a multiple of 32
 */
public record Batch<V>(V frames, V modality, V membership, int height, int width) {
    public Batch {
        if (height <= 0 || width <= 0 || height % 32 != 0 || width % 32 != 0) {
            throw new IllegalArgumentException(
                    "a batch of " + height + " x " + width + " pixels: both sides must be positive multiples of 32");
        }
    }
}
