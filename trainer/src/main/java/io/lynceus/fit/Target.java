package io.lynceus.fit;

import org.bytedeco.pytorch.Tensor;

/**
 * What a step's prediction should have been.
 *
 * @param labels int64 [B, H, W]
 * @param quality float32 [N], 1 for a sound frame, less for one with a fault
 */
record Target(Tensor labels, Tensor quality) {}
