/**
 * The libtorch interpreter, and the weights it computes with.
 *
 * <p>Reading order: {@link io.lynceus.nn.torch.Torch} (starting libtorch), {@link io.lynceus.nn.torch.Parameters},
 * {@link io.lynceus.nn.torch.TorchOps}.
 *
 * <p>Threads: an interpreter and its parameters belong to one thread at a time. Native tensors made during a step belong to the
 * caller's {@code PointerScope}: open one scope per step; parameters live outside it.
 */
@NullMarked
package io.lynceus.nn.torch;

import org.jspecify.annotations.NullMarked;
