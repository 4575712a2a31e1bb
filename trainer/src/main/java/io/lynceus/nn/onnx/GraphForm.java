package io.lynceus.nn.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import io.lynceus.nn.onnx.rewrite.FusedAttention;
import io.lynceus.nn.onnx.rewrite.HalfPrecision;
import io.lynceus.nn.onnx.rewrite.LeanGraph;
import io.lynceus.nn.onnx.rewrite.LeanGraph.Target;
import io.lynceus.nn.onnx.rewrite.WholeNumberProducts;
import java.util.Locale;

/**
 * How an exported graph computes.
 *
 * @param target for which it is made lean
 * @param arithmetic of most of it
 * @param fusedAttention true to compute attention by one operator of ONNX Runtime
 */
public record GraphForm(Target target, Arithmetic arithmetic, boolean fusedAttention) {
    /** In float32, for a processor. */
    public static final GraphForm DEFAULT = new GraphForm(Target.CPU, Arithmetic.FLOAT, false);

    /** In what a graph computes. */
    public enum Arithmetic {
        FLOAT,
        /** In half precision, for graphics cards; weights are then stored as float16, too. */
        HALF,
        /** Products with weights in whole numbers of 8 bits, for processors. */
        INT8;

        /** Returns its name on the command line. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Returns the same with other arithmetic. */
    public GraphForm in(Arithmetic other) {
        return new GraphForm(target, other, fusedAttention);
    }

    /** Returns a graph in this form, but for half precision, which comes last. */
    GraphProto products(GraphProto graph) {
        // Weights are rounded first: a leaner graph computes some of them from others when it is loaded.
        GraphProto products = arithmetic == Arithmetic.INT8 ? WholeNumberProducts.of(graph) : graph;
        GraphProto lean = LeanGraph.of(products, target);
        return fusedAttention ? FusedAttention.of(lean) : lean;
    }

    /** Returns a graph of {@link #products}, with all outputs, in the form's precision. */
    GraphProto precision(GraphProto graph) {
        return arithmetic == Arithmetic.HALF ? HalfPrecision.of(graph) : graph;
    }
}
