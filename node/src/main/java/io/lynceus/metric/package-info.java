/**
 * Judges masks against labels: {@link io.lynceus.metric.MaskComparison} says where the two are compared, {@link
 * io.lynceus.metric.ConfusionMatrix} counts pixels, {@link io.lynceus.metric.Scores} are the means.
 *
 * <p>All figures are fractions. Source of the rules: jamycheung/DELIVER and the references of the other datasets.
 */
@NullMarked
package io.lynceus.metric;

import org.jspecify.annotations.NullMarked;
