/**
 * Matrices of three rows and columns.
 *
 * <p>{@link io.lynceus.matrix.Matrix3} is the only type.
 *
 * <p>Threads: stateless.
 */
@NullMarked
package io.lynceus.matrix;

import org.jspecify.annotations.NullMarked;
