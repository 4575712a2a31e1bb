/** Measures the matcher: nanoseconds and bytes a frame. */
@NullMarked
package io.lynceus.sync;

import org.jspecify.annotations.NullMarked;
