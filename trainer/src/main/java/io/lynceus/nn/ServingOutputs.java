package io.lynceus.nn;

/**
 * What a served model answers.
 *
 * @param classes uint8 [B, H, W]
 * @param confidence uint8 [B, H/4, W/4], largest class probability × 255
 * @param routing float32 [B, N, L]
 */
public record ServingOutputs<V>(V classes, V confidence, V routing) {}
