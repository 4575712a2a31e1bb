/**
 * The trainer's command line: {@code ./lynceus trainer fit | export | evaluate | verify | inspect}.
 *
 * <p>Reading order: {@link io.lynceus.command.trainer.TrainerCommand}, {@link io.lynceus.command.trainer.run.RunConfig},
 * {@link io.lynceus.command.trainer.FitCommand}.
 */
@NullMarked
package io.lynceus.command.trainer;

import org.jspecify.annotations.NullMarked;
