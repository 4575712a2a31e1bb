/**
 * {@code lynceus bench} and its subcommands: what {@link io.lynceus.bench} measures, printed as ratios.
 *
 * <p>Reading order: {@code BenchCommand}, {@code LiveBench}, {@code SettingsCommand}, {@code ReadingCommand}, {@code PagesCommand}, {@code LimitsCommand}.
 */
@NullMarked
package io.lynceus.command.bench;

import org.jspecify.annotations.NullMarked;
