/**
 * The process and its threads, the same for all commands: {@link io.lynceus.process.Ending} is the one orderly way to end, {@link
 * io.lynceus.process.TemporaryFolder} is deleted at the end, {@link io.lynceus.process.NativeLibraries} unpacks libraries once,
 * {@link io.lynceus.process.DaemonThreads} makes threads.
 */
@NullMarked
package io.lynceus.process;

import org.jspecify.annotations.NullMarked;
