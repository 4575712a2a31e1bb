/**
 * The trainer's command line: {@code ./lynceus train fit | export | evaluate | verify | inspect}.
 *
 * <p>Reading order: {@link io.lynceus.command.train.TrainCommand}, {@link io.lynceus.command.train.RunConfig},
 * {@link io.lynceus.command.train.FitCommand}.
 */
@NullMarked
package io.lynceus.command.train;

import org.jspecify.annotations.NullMarked;
