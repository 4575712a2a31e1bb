/** Threads, as all modules make them: {@link io.lynceus.thread.DaemonThreads}. */
@NullMarked
package io.lynceus.thread;

import org.jspecify.annotations.NullMarked;
