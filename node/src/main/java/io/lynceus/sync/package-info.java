/**
 * Matches the frames of a rig's sensors that show the same moment. The package is pure: it holds references, not images, and
 * never reads a clock.
 *
 * <p>Reading order: {@link io.lynceus.sync.Synchronizer}, where the terms are defined, {@link io.lynceus.sync.SyncConfig},
 * {@link io.lynceus.sync.FrameRef}, {@link io.lynceus.sync.FrameSet}, {@link io.lynceus.sync.Outcome}, {@link
 * io.lynceus.sync.WaitingRule}, then {@code Matcher}, {@code Lane}, {@code Timeline}, {@code
 * JumpGuard}; {@link io.lynceus.sync.RigClock} and
 * {@link io.lynceus.sync.InputTime} for the time of a node that is behind its input.
 *
 * <p>Threads: none; one synchronizer belongs to one thread. Units: nanoseconds.
 */
@NullMarked
package io.lynceus.sync;

import org.jspecify.annotations.NullMarked;
