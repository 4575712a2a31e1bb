/**
 * Judges networks on labelled samples: mIoU with every subset of the modalities, by libtorch or by the exported model.
 *
 * <p>Reading order: {@link io.lynceus.evaluate.Predictor}, {@link io.lynceus.evaluate.Evaluation}.
 *
 * <p>Threads: one. Units: mIoU as a fraction.
 */
@NullMarked
package io.lynceus.evaluate;

import org.jspecify.annotations.NullMarked;
