/**
 * The catalogue of the datasets that can be read. It is the only package that knows all of them.
 *
 * <p>Read {@link io.lynceus.dataset.catalogue.Datasets}.
 *
 * <p>Threads: everything here is immutable.
 */
@NullMarked
package io.lynceus.dataset.catalogue;

import org.jspecify.annotations.NullMarked;
