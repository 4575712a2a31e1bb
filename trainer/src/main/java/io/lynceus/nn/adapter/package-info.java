/**
 * Trained parts that are added to a backbone, so that it learns a task or a modality without changes of its own weights.
 *
 * <p>Threads: adapters are immutable.
 */
@NullMarked
package io.lynceus.nn.adapter;

import org.jspecify.annotations.NullMarked;
