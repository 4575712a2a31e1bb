/**
 * What a backbone is given so that it learns a task or a modality without its own weights changing.
 *
 * <p>Threads: adapters are immutable.
 */
@NullMarked
package io.lynceus.nn.adapter;

import org.jspecify.annotations.NullMarked;
