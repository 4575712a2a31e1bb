/**
 * Other graphs that answer as an exported one does: leaner, in half precision, with products of whole numbers. {@link
 * io.lynceus.nn.onnx.rewrite.LeanGraph} is the entry of what every export does; {@link
 * io.lynceus.nn.onnx.rewrite.HalfPrecision}, {@link io.lynceus.nn.onnx.rewrite.WholeNumberProducts} and {@link
 * io.lynceus.nn.onnx.rewrite.FusedAttention} are choices.
 *
 * <p>A rewriting knows shapes of nodes, not networks; where it finds none of its shapes, the graph stays as it is. Weights stay in
 * the file as they were exported: what a rewriting makes of them are nodes over constants, which a runtime computes once, when it
 * loads the file. The way back from a file to its weights therefore does not see rewritings.
 *
 * <p>Threads: each graph is rewritten by one thread.
 */
@NullMarked
package io.lynceus.nn.onnx.rewrite;

import org.jspecify.annotations.NullMarked;
