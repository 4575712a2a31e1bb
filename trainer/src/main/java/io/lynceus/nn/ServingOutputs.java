package io.lynceus.nn;

import org.jspecify.annotations.Nullable;

/**
 * The outputs of a served model.
 *
 * @param classes uint8 [B, H, W]
 * @param confidence uint8 [B, H/4, W/4], largest class probability × 255
 * @param routing float32 [B, N, L]; null if the network weighs no frames
 * @param quality float32 [N], how much the network believes each frame; null if it does not judge frames
 * @param logits float32 [B, K, h, w] at the network's own resolution; written into a file only to compare interpreters
 */
public record ServingOutputs<V>(V classes, V confidence, @Nullable V routing, @Nullable V quality, V logits) {}
