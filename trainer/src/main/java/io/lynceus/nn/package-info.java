/**
 * Networks are written once, against an interface of tensor operations, and run by two interpreters: libtorch (training,
 * with gradients) and ONNX (export). The building blocks that the systems share live here too.
 *
 * <p>Reading order: {@link io.lynceus.nn.Ops} (the operations), {@link io.lynceus.nn.ParameterSpec} and
 * {@link io.lynceus.nn.Parameters} (the weights), {@link io.lynceus.nn.Block} (a piece of a network),
 * {@link io.lynceus.nn.TorchOps}, {@link io.lynceus.nn.OnnxOps} and {@link io.lynceus.nn.OnnxExport}, then the blocks, from
 * {@link io.lynceus.nn.ImageEncoder} and {@link io.lynceus.nn.MaskDecoder} down.
 *
 * <p>Layouts: maps are [N, H, W, C] (tokens) unless a method says [N, C, H, W], as around convolutions and resizing.
 * The batch size is never read: every reshape leaves it to -1, so that one exported graph serves any number of frames.
 *
 * <p>Threads: specifications and blocks are immutable. Interpreters and parameters belong to one thread at a time. Native
 * tensors made during a step belong to the caller's {@code PointerScope}: open one scope per step; parameters live outside it.
 */
@NullMarked
package io.lynceus.nn;

import org.jspecify.annotations.NullMarked;
