package io.lynceus.nn.onnx.rewrite;

import ai.onnx.proto.OnnxMl.GraphProto;
import java.util.List;

/** Makes a graph cheaper that answers the same, but for the rounding of sums that are taken in another order. */
public final class LeanGraph {
    /** On what a graph shall be cheap. It runs on both. */
    public enum Target {
        CPU,
        GPU
    }

    private static final List<Rule> EVERYWHERE = List.of(
            new LinearChains(),
            new PyramidLogits(),
            new TokensEnlarged(),
            new SplitProjections(),
            new AttentionBiases());

    /** A graphics card has operators of its own for what these replace. */
    private static final List<Rule> ON_PROCESSORS = List.of(new TokensPooled(), new LargestShare(), new RowNorms());

    private LeanGraph() {}

    /** Returns the leaner graph. Its inputs, outputs and weights are those of the graph. */
    public static GraphProto of(GraphProto graph, Target target) {
        GraphEdit edit = new GraphEdit(graph);
        EVERYWHERE.forEach(rule -> rule.apply(edit));
        if (target == Target.CPU) {
            ON_PROCESSORS.forEach(rule -> rule.apply(edit));
        }
        return edit.done();
    }
}
