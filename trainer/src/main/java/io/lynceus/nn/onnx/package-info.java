/**
 * The ONNX interpreter: it appends nodes to a graph, which becomes a model file.
 *
 * <p>Reading order: {@link io.lynceus.nn.onnx.OnnxExport}, {@link io.lynceus.nn.onnx.OnnxOps}, {@link io.lynceus.nn.onnx.OnnxValue}. The way back, from a
 * file to weights: {@link io.lynceus.nn.onnx.ExportedConstants}, {@link io.lynceus.nn.onnx.ExportInverse}.
 *
 * <p>Threads: a graph belongs to one thread.
 */
@NullMarked
package io.lynceus.nn.onnx;

import org.jspecify.annotations.NullMarked;
