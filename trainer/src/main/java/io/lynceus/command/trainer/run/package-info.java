/**
 * A run: a configuration file with its data, its network and its weights, as the trainer's commands open it.
 *
 * <p>Reading order: {@link io.lynceus.command.trainer.run.RunConfig}, {@link io.lynceus.command.trainer.run.Run}, {@code StartCheck}.
 */
@NullMarked
package io.lynceus.command.trainer.run;

import org.jspecify.annotations.NullMarked;
