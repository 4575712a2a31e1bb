/**
 * Networks are written once, against an interface of tensor operations, and run by two interpreters: libtorch (training,
 * with gradients) and ONNX (export).
 *
 * <p>Reading order: {@link io.lynceus.nn.Ops} (the operations), {@link io.lynceus.nn.Block} (a piece of a network),
 * {@link io.lynceus.nn.ParameterSpec} and {@link io.lynceus.nn.ParameterList} (its weights before they have memory). The
 * interpreters are in {@code nn.torch} and {@code nn.onnx}; pieces that systems share are in {@code nn.block}; each backbone has
 * a package of its own.
 *
 * <p>Layouts: maps are [N, H, W, C] (tokens) unless a method says [N, C, H, W], as around convolutions and resizing.
 * The batch size is never read: every reshape leaves it to -1, so that one exported graph serves any number of frames.
 *
 * <p>Threads: everything in this package is immutable, except {@link io.lynceus.nn.ParameterList}, which one thread fills.
 */
@NullMarked
package io.lynceus.nn;

import org.jspecify.annotations.NullMarked;
