package io.lynceus.nn;

/**
 * The inputs of a served model, for N frames in B sets.
 *
 * @param frames uint8 [N, H, W, 3], RGB
 * @param modality int64 [N]
 * @param membership float32 [B, N]
 */
public record ServingInputs<V>(V frames, V modality, V membership) {}
