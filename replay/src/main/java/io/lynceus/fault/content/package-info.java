/**
 * What a fault is, and what it can change in a frame: images, points and events.
 *
 * <p>Reading order: {@link io.lynceus.fault.content.Fault}, {@link io.lynceus.fault.content.Occasion}, {@link
 * io.lynceus.fault.content.ContentFault}, {@link io.lynceus.fault.content.Pixels}, {@link io.lynceus.fault.content.PointBuffer},
 * {@link io.lynceus.fault.content.EventList}, {@code Contents}.
 *
 * <p>Threads: faults are immutable; the contents of a frame belong to one thread.
 */
@NullMarked
package io.lynceus.fault.content;

import org.jspecify.annotations.NullMarked;
