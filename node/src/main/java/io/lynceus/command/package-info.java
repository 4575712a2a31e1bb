/**
 * The command line: {@code ./lynceus demo | broker | node | replay | bridge | record | monitor | score | doctor | bench | soak |
 * campaign | model inspect}, and what other modules add.
 *
 * <p>Results go to standard output, logs and progress to standard error. Exit codes: 0 done, 1 failure, 2 usage or settings, 70
 * fatal accelerator error, 130 and 143 on signals.
 *
 * <p>A command reads its flags here and leaves the work to a package of its own: {@link io.lynceus.demo}, {@link
 * io.lynceus.score}, {@link io.lynceus.record}, {@link io.lynceus.bench}, {@link io.lynceus.bus}. Reading order: {@link
 * io.lynceus.command.Lynceus}, {@link io.lynceus.command.DemoCommand}, {@link io.lynceus.command.NodeCommand}, {@link
 * io.lynceus.command.ReplayCommand}.
 */
@NullMarked
package io.lynceus.command;

import org.jspecify.annotations.NullMarked;
