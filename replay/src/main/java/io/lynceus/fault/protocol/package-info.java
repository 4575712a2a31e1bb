/**
 * The faults of published robustness protocols, which are defined on the elements of a model's tensor.
 *
 * <p>Reading order: {@link io.lynceus.fault.protocol.Protocols}, {@link io.lynceus.fault.protocol.TensorFault}, {@link
 * io.lynceus.fault.protocol.Normalised}, {@link io.lynceus.fault.protocol.MleSamNoise}.
 *
 * <p>Threads: everything here is immutable or stateless.
 */
@NullMarked
package io.lynceus.fault.protocol;

import org.jspecify.annotations.NullMarked;
