package io.lynceus.nn;

/**
 * The ragged view of a batch: N frames of B sets, only those that are present.
 *
 * @param modality int64 [N], index into the network's modalities
 * @param membership float32 [B, N], 1 where frame n belongs to set b, 0 elsewhere; each set has at least one frame
 */
public record Ragged<V>(V modality, V membership) {}
