/**
 * Fits a network to samples: losses, schedule, optimiser, the loop with checkpoints and resume, and its logs.
 *
 * <p>Reading order: {@link io.lynceus.fit.FitConfig}, {@link io.lynceus.fit.FitLoop},
 * {@link io.lynceus.fit.OhemCrossEntropy}, {@link io.lynceus.fit.PolynomialSchedule}.
 *
 * <p>Threads: a loop runs in one thread; samples are prepared in others. The same seed and thread count give the same weights,
 * bit for bit, also across an interruption. Native memory: one scope for each step.
 */
@NullMarked
package io.lynceus.fit;

import org.jspecify.annotations.NullMarked;
