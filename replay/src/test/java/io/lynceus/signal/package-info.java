/** Commands as processes that get a signal, for tests of all modules. */
@NullMarked
package io.lynceus.signal;

import org.jspecify.annotations.NullMarked;
