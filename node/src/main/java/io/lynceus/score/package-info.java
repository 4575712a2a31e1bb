/**
 * Sends the samples of a dataset through a broker and a node of their own and judges each mask against its label: {@link
 * io.lynceus.score.Protocol} names the runs of a robustness protocol, {@link io.lynceus.score.ScoreRun} does one, {@link
 * io.lynceus.score.MaskJudge} judges its masks, {@link io.lynceus.score.ScoreFile} keeps what has been judged, so that an
 * interrupted run goes on, and {@link io.lynceus.score.ScoreReport} sums up.
 *
 * <p>All figures are fractions. Source: Chenfei-Liao/Multi-Modal-Semantic-Segmentation-Robustness-Benchmark.
 */
@NullMarked
package io.lynceus.score;

import org.jspecify.annotations.NullMarked;
