/**
 * Compares configurations at the same processor time: trains each with some seeds, judges the models, and makes a table and curves.
 *
 * <p>Reading order: {@link io.lynceus.command.trainer.compare.CompareCommand}, {@code BudgetedTraining}, {@code ComparedModel},
 * {@code ComparisonTable}, {@code RobustnessCurves}.
 */
@NullMarked
package io.lynceus.command.trainer.compare;

import org.jspecify.annotations.NullMarked;
