/** placeholder until merge. */
@NullMarked
package io.lynceus.dataset;

import org.jspecify.annotations.NullMarked;
