/**
 * Matching: which frames of a rig's sensors show the same moment. Pure and single-threaded; it holds references, not images,
 * and never reads a clock.
 *
 * <p>Reading order: {@link io.lynceus.sync.Synchronizer}, where the terms are defined, {@link io.lynceus.sync.SyncConfig},
 * {@link io.lynceus.sync.FrameSet}, {@link io.lynceus.sync.Outcome}, {@link io.lynceus.sync.Books}, then {@code Matcher},
 * {@code Lane}, {@code Waiting}, {@code JumpGuard}; {@link io.lynceus.sync.InputTime} for the clock of a node that is behind.
 *
 * <p>Threads: none; one synchronizer belongs to one thread. Units: nanoseconds.
 */
@NullMarked
package io.lynceus.sync;

import org.jspecify.annotations.NullMarked;
