/**
 * How masks are judged against labels: where the two are compared, what the means count, which runs a robustness protocol
 * consists of, and a file that lets an interrupted run go on.
 *
 * <p>Read in this order: {@link io.lynceus.score.MaskComparison}, {@link io.lynceus.score.ConfusionMatrix}, {@link
 * io.lynceus.score.Scores}, {@link io.lynceus.score.Protocol}, {@link io.lynceus.score.Robustness}, {@link io.lynceus.score.ScoreFile}. All figures are
 * fractions. Sources: jamycheung/DELIVER, Chenfei-Liao/Multi-Modal-Semantic-Segmentation-Robustness-Benchmark.
 */
@NullMarked
package io.lynceus.score;

import org.jspecify.annotations.NullMarked;
